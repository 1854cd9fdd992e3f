import { plainSplitter } from '../../shared/retrieval/indexVersion.ts';
import type { Draft } from './openLibrary.ts';

const lexicalA = { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 } as const;
const titled = { ...plainSplitter, title: 'every-chunk' } as const;

/** What migrations begin on. Chunks have no titles, those of the others do: a passage shows which index it is out of. */
export const plain: Draft = { splitter: { ...plainSplitter, title: 'omit' }, embedder: lexicalA };
export const titledA: Draft = { splitter: titled, embedder: lexicalA };
export const titledB: Draft = { splitter: titled, embedder: { provider: 'lexical', model: 'lexical-b@1' } };
