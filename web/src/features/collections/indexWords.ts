import { counted, formatCount } from '../../ui/format.ts';
import type { CollectionEntry, DocumentEntry, IndexEntry } from './types.ts';

/** What compares the texts: "lexical-a@1, built in", "text-embedding-3-small of openai". */
export const embedderWords = ({ lexical, specification: { embedder } }: IndexEntry): string =>
  lexical ? `${embedder.model}, built in` : `${embedder.model} of ${embedder.provider}`;

/** What an index version knows, said plainly: a word embedder knows no meaning. */
export const knowledgeWords = ({ lexical }: IndexEntry): string =>
  lexical
    ? 'Lexical: it finds texts that use the same words, and knows no meaning.'
    : 'It compares what its model takes the texts to mean.';

const kept = { paragraph: 'paragraphs', sentence: 'sentences', token: 'tokens' } as const;
const titled = {
  'every-chunk': 'the title before each',
  'first-chunk': 'the title before the first',
  omit: 'without the title',
} as const;

/** "Sentences, up to 200 tokens a chunk, 40 said again, the title before each". */
export function splitterWords({ specification: { splitter } }: IndexEntry): string {
  const { unit, size, overlap, title } = splitter;
  const again = overlap === 0 ? 'none said again' : `${overlap} said again`;
  const words = `${kept[unit]}, up to ${formatCount(size)} tokens a chunk, ${again}, ${titled[title]}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** 812 bytes, 1.2 kB, 3.4 MB, 1.1 GB; thousands, not 1,024s. */
export function formatBytes(bytes: number): string {
  const units = ['kB', 'MB', 'GB'] as const;
  if (bytes < 1_000) return counted(bytes, 'byte');
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  return `${(bytes / 1_000 ** power).toFixed(1).replace(/\.0$/, '')} ${units[power - 1]}`;
}

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
