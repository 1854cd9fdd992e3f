import type { Collection } from '../../shared/model/collection.ts';
import type { Change } from '../../shared/model/revision.ts';
import { type IndexLabel, shortIndex } from '../../shared/text/describeCollection.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';

/** What people call the index versions that these changes name. One that is no longer kept goes by its id. */
export async function indexLabels(
  { indexers }: Pick<Retrieval, 'indexers'>,
  changes: readonly Change[],
): Promise<IndexLabel> {
  const bodies = changes
    .filter(({ kind }) => kind === 'collection')
    .flatMap(({ before, after }) => [before, after] as (Collection | null)[])
    .filter((body) => body !== null);
  const versions = new Set(
    bodies.flatMap(({ serving, indexes, migration }) => [
      serving,
      ...indexes,
      ...(migration ? [migration.to] : []),
    ]),
  );
  const labels = new Map(
    await Promise.all(
      [...versions].map(async (version) => {
        const known = await indexers.version(version).catch(() => null);
        return [version as string, known?.label ?? shortIndex(version)] as const;
      }),
    ),
  );
  return (version) => labels.get(version) ?? shortIndex(version);
}
