import { z } from 'zod';
import type { SignedHead } from '../../trpc.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const Head = z.object({
  environment: z.string().min(1).max(200),
  number: z.int().min(1),
  hash,
  signature: hash,
});
/** One head, or the file of all of them that the command line writes. */
const Kept = z.union([Head, z.object({ heads: z.array(Head).min(1) }).transform(({ heads }) => heads[0])]);

/** The head that somebody has pasted; null for anything else. */
export function readHead(text: string): SignedHead | null {
  try {
    return Kept.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
