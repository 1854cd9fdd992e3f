import type { KgSplitter } from './splitter.ts';

/** The plain settings that a first collection gets: sentences of up to 200 tokens. By itself, so that forms know it without the schemas. */
export const plainSplitter: KgSplitter = {
  id: 'kg-split@1',
  unit: 'sentence',
  tokenizer: 'kg-words@1',
  size: 200,
  overlap: 40,
  normalisation: 'nfc',
  title: 'every-chunk',
};
