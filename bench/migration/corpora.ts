import { readCollection } from '../parity/collections.ts';
import type { BenchDocument, Draft } from './openLibrary.ts';
import { scaled } from './scale.ts';
import { titledA, titledB } from './versions.ts';

/** Documents, and judged queries to migrate them by. */
export interface Corpus {
  name: string;
  documents: (BenchDocument & { title: string })[];
  golden: { query: string; grades: Record<string, number> }[];
  /** What it is migrated to. */
  to: Draft;
}

/** Real abstracts; null where the labelled data is not there. */
export function scifact(): Corpus | null {
  const collection = readCollection('scifact');
  if (!collection) return null;
  return {
    name: collection.name,
    documents: collection.documents
      .slice(0, scaled(collection.documents.length, 400))
      // As a title stands before a chunk, by which answers are told apart.
      .map((document) => ({ ...document, title: document.title.replace(/\s+/gu, ' ').trim() })),
    golden: collection.queries.map(({ text, grades }) => ({
      query: text,
      grades: Object.fromEntries(grades),
    })),
    to: titledB,
  };
}

const vocabulary = 20_000;
const syllables = 'ba co di fe gu ha jo ki le mu na po ri sa to vu we xi yo zen'.split(' ');
const words = Array.from({ length: vocabulary }, (_, index) => wordOf(index));
const queries = 200;

/** So many documents of about 70 words, which are as common and as rare as in a language; always the same. */
export function synthetic(count: number): Corpus {
  const random = randomly(4_711);
  const word = () => words[Math.floor(vocabulary ** random()) - 1] ?? words[0];
  const some = (length: number) => Array.from({ length }, word).join(' ');
  const documents = Array.from({ length: count }, (_, index) => ({
    id: `synthetic-${String(index).padStart(7, '0')}`,
    title: `Note ${index} on ${some(4)}`,
    text: Array.from({ length: 5 }, () => `${some(9 + Math.floor(random() * 8))}.`).join(' '),
  }));
  const golden = Array.from({ length: queries }, (_, index) => {
    const { id = '', title = '', text = '' } = documents[Math.floor((index * count) / queries)] ?? {};
    return { query: `${title} ${text.split(' ').slice(3, 15).join(' ')}`, grades: { [id]: 1 } };
  });
  // Of 100,000, an index of four times the dimensions is slower than the gate lets through.
  return { name: `synthetic-${count}`, documents, golden, to: titledA };
}

function wordOf(index: number): string {
  const length = syllables.length;
  let word = '';
  for (let left = index + length; left > 0; left = Math.floor(left / length))
    word += syllables[left % length];
  return word;
}

/** Numbers from 0 to 1 that come in the same order every time (mulberry32). */
function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
