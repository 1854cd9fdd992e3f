import { createHmac, timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import type { HeadSigner, Store } from '../store/store.ts';

/** The end of a chain, signed with the installation's secret: whoever cannot read the secret cannot rewrite the log unnoticed. */
export const SignedHead = z.object({
  environment: z.string().min(1).max(200),
  number: z.int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** HMAC-SHA256 over the other three, hexadecimal. */
  signature: z.string().regex(/^[0-9a-f]{64}$/),
});
export type SignedHead = z.infer<typeof SignedHead>;

/** Heads as `knowngood head --export` writes them, to be kept where the log is not. */
export const HeadFile = z.object({ heads: z.array(SignedHead).max(10_000) });
export type HeadFile = z.infer<typeof HeadFile>;

export type Signer = HeadSigner;

/** Signs heads with the installation's secret. */
export const headSigner =
  (secret: string): Signer =>
  ({ environment, number, hash }) => {
    const signed = canonicalize({ purpose: 'knowngood head', environment, number, hash }) ?? '';
    const signature = createHmac('sha256', secret).update(signed).digest('hex');
    return { environment, number, hash, signature };
  };

/** True where this signer made the signature. */
export const isSigned = (sign: Signer, head: SignedHead): boolean =>
  timingSafeEqual(Buffer.from(sign(head).signature, 'hex'), Buffer.from(head.signature, 'hex'));

/**
 * Has the store sign every revision from now on. Chains from before heads were signed get their first signature;
 * where any chain has one, none is added, because it may have been taken away.
 */
export async function signFrom({ configuration }: Store, sign: Signer): Promise<void> {
  configuration.signWith(sign);
  const chains = await configuration.chains();
  const signed = await Promise.all(chains.map((environment) => configuration.signedHead(environment)));
  if (signed.some((head) => head !== null)) return;
  for (const environment of chains)
    await configuration.keepSignedHead(sign({ environment, ...(await configuration.head(environment)) }));
}
