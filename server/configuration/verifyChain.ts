import type { Configuration } from './configuration.ts';
import { restorableHash, revisionHash } from './hash.ts';

export interface ChainReport {
  ok: boolean;
  revisions: number;
  /** The first break, in words. */
  problem: string | null;
  /** Hash of the restorable resources as the log folds them. */
  snapshotHash: string;
}

const page = 500;

/** Walks an environment's log from the beginning, checks every link, then folds it and compares with the resources in force. */
export async function verifyChain({ store }: Configuration, environment: string): Promise<ChainReport> {
  let previousHash = '';
  let number = 0;
  let problem: string | null = null;
  for (;;) {
    const revisions = await store.configuration.walk({ environment, after: number, limit: page });
    for (const revision of revisions) {
      if (revision.number !== number + 1) problem ??= `Revision ${number + 1} is missing`;
      else if (revision.previousHash !== previousHash)
        problem ??= `Revision ${revision.number} does not follow from the one before it`;
      else if (revisionHash(revision) !== revision.hash)
        problem ??= `Revision ${revision.number} was changed after it was written`;
      previousHash = revision.hash;
      number = revision.number;
    }
    if (revisions.length < page) break;
  }
  const folded = restorableHash(await store.configuration.foldAt(environment, number));
  const inForce = restorableHash((await store.configuration.load(environment)).resources);
  if (folded !== inForce) problem ??= 'The resources in force are not what the log folds to';
  return { ok: problem === null, revisions: number, problem, snapshotHash: folded };
}
