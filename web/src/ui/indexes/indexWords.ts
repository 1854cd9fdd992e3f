import type { IndexVersionSpecification } from '../../../../shared/retrieval/indexVersion.ts';
import { counted, formatCount } from '../format.ts';

/** What the words are about: an index version, made or about to be. */
export interface Described {
  specification: Pick<IndexVersionSpecification, 'splitter' | 'embedder'>;
}

/** A word embedder knows no meaning, and is said to be one wherever it shows. */
export const isLexical = ({ specification: { embedder } }: Described): boolean =>
  embedder.provider === 'lexical';

/** What compares the texts: "lexical-a@1, built in", "text-embedding-3-small of openai". */
export const embedderWords = (version: Described): string => {
  const { provider, model } = version.specification.embedder;
  return isLexical(version) ? `${model}, built in` : `${model} of ${provider}`;
};

/** What an index version knows, said plainly. */
export const knowledgeWords = (version: Described): string =>
  isLexical(version)
    ? 'Lexical: it finds texts that use the same words, and knows no meaning.'
    : 'It compares what its model takes the texts to mean.';

const kept = { paragraph: 'paragraphs', sentence: 'sentences', token: 'tokens' } as const;
const cuts = { plain: 'LangChain’s recursive cuts', markdown: 'LangChain’s cuts at Markdown' } as const;
const titled = {
  'every-chunk': 'the title before each',
  'first-chunk': 'the title before the first',
  omit: 'without the title',
} as const;

/** "Sentences, up to 200 tokens a chunk, 40 said again, the title before each". */
export function splitterWords({ specification: { splitter } }: Described): string {
  const { size, overlap, title } = splitter;
  const isOwn = splitter.id === 'kg-split@1';
  const unit = isOwn ? kept[splitter.unit] : cuts[splitter.separators];
  const again = overlap === 0 ? 'none said again' : `${overlap} said again`;
  const words = `${unit}, up to ${formatCount(size)} ${isOwn ? 'tokens' : 'characters'} a chunk, ${again}, ${titled[title]}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** 812 bytes, 1.2 kB, 3.4 MB, 1.1 GB; thousands, not 1,024s. */
export function formatBytes(bytes: number): string {
  const units = ['kB', 'MB', 'GB'] as const;
  if (bytes < 1_000) return counted(bytes, 'byte');
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  return `${(bytes / 1_000 ** power).toFixed(1).replace(/\.0$/, '')} ${units[power - 1]}`;
}
