import { counted } from '../../ui/format.ts';
import type { CollectionEntry, DocumentEntry, IndexEntry } from './types.ts';

/** The index version that answers queries. */
export const servingOf = (collection: Pick<CollectionEntry, 'indexes'>): IndexEntry | undefined =>
  collection.indexes.find(({ serves }) => serves);

/** All live indexes of a collection together. */
export const totalOf = (
  collection: Pick<CollectionEntry, 'indexes'>,
  what: 'waiting' | 'dead' | 'vectorBytes',
): number => collection.indexes.reduce((sum, index) => sum + index[what], 0);

/** How an index stands to a document: holds its newest write, an older one, or none. */
export function documentState(
  { seq, deleted, applied }: Pick<DocumentEntry, 'seq' | 'deleted' | 'applied'>,
  version: string,
): { words: string; tone: 'good' | 'plain' | 'behind' } {
  const held = applied.find((one) => one.version === version);
  if (deleted && (held === undefined || held.seq === seq)) return { words: 'Removed', tone: 'plain' };
  if (deleted) return { words: 'Not yet removed', tone: 'behind' };
  if (held === undefined) return { words: 'Not applied yet', tone: 'behind' };
  if (held.seq !== seq) return { words: 'Newer write not applied yet', tone: 'behind' };
  if (held.chunks === 0) return { words: 'No text: never found', tone: 'behind' };
  return { words: counted(held.chunks, 'chunk'), tone: 'good' };
}
