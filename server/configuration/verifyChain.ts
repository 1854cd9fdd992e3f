import { setImmediate } from 'node:timers/promises';
import canonicalize from 'canonicalize';
import type { Store, StoredResource } from '../store/store.ts';
import { restorableHash, revisionHash } from './hash.ts';
import { isSigned, type SignedHead, type Signer } from './signedHead.ts';

export interface ChainReport {
  environment: string;
  ok: boolean;
  revisions: number;
  /** The first break, in words. */
  problem: string | null;
  /** The revision at which the chain breaks; null where it does not, or where no single one is to blame. */
  at: number | null;
  /** Hash of the last revision. */
  headHash: string;
  /** Hash of the restorable resources as the log folds them. */
  snapshotHash: string;
  /** The last revision that a signature vouches for; null where none was looked at. */
  signedTo: number | null;
}

interface Chain {
  store: Store;
  /** Unset: signatures are not looked at. */
  sign?: Signer | null;
}

const page = 100;

/**
 * Walks a chain from the beginning and checks every link and signature, then folds it and compares with the
 * resources in force. `kept` is a signed head that was exported earlier: the chain must still go through it.
 */
export async function verifyChain(
  { store, sign }: Chain,
  environment: string,
  kept: SignedHead | null = null,
): Promise<ChainReport> {
  let problem: string | null = null;
  let at: number | null = null;
  const complain = (what: string, where: number | null) => {
    if (problem !== null) return;
    problem = what;
    at = where;
  };
  const heads = sign ? await headsOf(store, environment, kept) : [];
  let headHash = '';
  let number = 0;
  for (;;) {
    const revisions = await store.configuration.walk({ environment, after: number, limit: page });
    for (const revision of revisions) {
      const own = revision.number;
      if (own !== number + 1) complain(`Revision ${number + 1} is missing`, number + 1);
      else if (revision.previousHash !== headHash)
        complain(`Revision ${own} does not follow from the one before it`, own);
      else if (revisionHash(revision) !== revision.hash)
        complain(`Revision ${own} was changed after it was written`, own);
      else if (heads.some((head) => head.number === own && head.hash !== revision.hash))
        complain(`Revision ${own} is not the one that was signed: the log was rewritten up to here`, own);
      headHash = revision.hash;
      number = own;
    }
    if (revisions.length < page) break;
    // A long log is walked between calls, not instead of them.
    await setImmediate();
  }
  const signedTo = Math.max(0, ...heads.map((head) => head.number));
  if (signedTo > number)
    complain(
      `The log ends at revision ${number}, but revision ${signedTo} was signed: the end was cut off`,
      number + 1,
    );
  if (sign && heads.some((head) => !isSigned(sign, head)))
    complain('A signed head was not signed with the secret of this installation', null);
  const folded = await store.configuration.foldAt(environment, number);
  if (sign && number > 0 && !heads.some((head) => head.number === number))
    complain('The end of the log is not signed, or its signature was taken away', null);
  const unlike = firstUnlike(folded, (await store.configuration.load(environment)).resources);
  if (unlike) complain(`The ${unlike} in force is not what the log folds to`, null);
  return {
    environment,
    ok: problem === null,
    revisions: number,
    problem,
    at,
    headHash,
    snapshotHash: restorableHash(folded),
    signedTo: heads.length === 0 ? null : signedTo,
  };
}

/** Walks every chain there is: each environment's and, where there is one, the installation's own. */
export async function verifyEveryChain(
  chain: Chain,
  kept: readonly SignedHead[] = [],
): Promise<ChainReport[]> {
  const found = new Set([
    ...(await chain.store.configuration.chains()),
    ...kept.map((head) => head.environment),
  ]);
  const reports: ChainReport[] = [];
  for (const environment of [...found].toSorted())
    reports.push(
      await verifyChain(chain, environment, kept.find((head) => head.environment === environment) ?? null),
    );
  return reports;
}

/** The heads that the chain must go through: the one kept beside it, and the one kept elsewhere. */
async function headsOf(store: Store, environment: string, kept: SignedHead | null): Promise<SignedHead[]> {
  const stored = await store.configuration.signedHead(environment);
  return [stored, kept].filter((head) => head !== null);
}

/** The first resource, by name, that is not the same on both sides. */
function firstUnlike(folded: readonly StoredResource[], inForce: readonly StoredResource[]): string | null {
  const words = (all: readonly StoredResource[]) =>
    new Map(
      all.map(({ kind, key, version, body }) => [`${kind} "${key}"`, `${version} ${canonicalize(body)}`]),
    );
  const [log, now] = [words(folded), words(inForce)];
  const names = [...new Set([...log.keys(), ...now.keys()])].toSorted();
  return names.find((name) => log.get(name) !== now.get(name)) ?? null;
}
