import type { Retrieval } from '../retrieval/retrieval.ts';
import type { Held } from './held.ts';

/**
 * Whether the person who started a migration has kept the golden set that judges it, after another set found the same
 * move worse and has not passed it since. Migrations of the collection that were cancelled count as well: otherwise one
 * person could choose the queries until an index passes.
 */
export async function replacedAfterFailure(
  { store }: Retrieval,
  { stored, body: { migration, version } }: Held,
  set: { hash: string; by: string | null },
): Promise<boolean> {
  if (set.by === null || set.by !== migration.startedBy) return false;
  const { provider, model } = version.body.specification.embedder;
  const move = { collection: stored.collection, from: migration.from, provider, model };
  const verdicts = await store.migrations.decidedVerdicts(move);
  return verdicts.some(({ golden, verdict }) => verdict === 'fail' && golden !== set.hash);
}
