import { murmur3 } from '../evaluation/murmur3.ts';
import { contentWords } from './contentWords.ts';
import { sha256 } from './sha256.ts';

/**
 * In how many documents each feature of `lexical-b@1` occurred when an index version was made; frozen from
 * then on, so that a vector never depends on what was ingested later.
 *
 * A collection gets its table so: at the start of the version, `countIdf` goes over the whole texts (title
 * and text, before splitting) of the documents that are there, in the order of their ids, at most
 * `mostIdfDocuments`; the encoded table is kept with the version, and its hash is a part of the version's id.
 * An empty table (a collection with no documents yet) is valid: every feature then weighs the same. Documents
 * that change the vocabulary much deserve a new version, which is a migration like any other.
 */
export interface FrozenIdf {
  /** Documents counted, those without a word left out. */
  documents: number;
  /** Hashes of the features that occur in two documents or more, ascending. The rest count as occurring in one. */
  features: Uint32Array;
  /** In how many documents each of `features` occurs, 2 to `documents`. */
  counts: Uint32Array;
}

/** Past this many documents, more of them change weights by little and the table by much. */
export const mostIdfDocuments = 50_000;

const seed = 0;
const mostRemembered = 50_000;
/** The feature hashes of stems seen lately. Bounded: emptied when full, which changes no answer. */
const remembered = new Map<string, readonly number[]>();

/**
 * The features of a text for `lexical-b@1`, as 32-bit hashes in their order and as often as they occur: each
 * stem, and its runs of four and five characters, the stem's ends marked with `<` and `>`.
 */
export function lexicalBFeatures(text: string): number[] {
  const found: number[] = [];
  for (const word of contentWords(text)) for (const hash of featuresOf(word)) found.push(hash);
  return found;
}

function featuresOf(word: string): readonly number[] {
  const known = remembered.get(word);
  if (known) return known;
  const marked = [...`<${word}>`];
  const hashes = [murmur3(word, seed)];
  for (const length of [4, 5]) {
    for (let index = 0; index + length <= marked.length; index++) {
      hashes.push(murmur3(`#${marked.slice(index, index + length).join('')}`, seed));
    }
  }
  if (remembered.size >= mostRemembered) remembered.clear();
  if (word.length <= 64) remembered.set(word, hashes);
  return hashes;
}

/** Counts documents one by one, for a caller that pages through them. `add` answers whether the document was counted. */
export function countIdf(): { add(text: string): boolean; freeze(): FrozenIdf } {
  const counts = new Map<number, number>();
  let documents = 0;
  return {
    add(text) {
      const features = new Set(lexicalBFeatures(text));
      if (features.size === 0 || documents >= mostIdfDocuments) return false;
      documents++;
      for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
      return true;
    },
    freeze() {
      const shared = [...counts].filter(([, count]) => count > 1).sort(([a], [b]) => a - b);
      return {
        documents,
        features: Uint32Array.from(shared, ([feature]) => feature),
        counts: Uint32Array.from(shared, ([, count]) => count),
      };
    },
  };
}

/** The table of these documents. */
export function freezeIdf(texts: Iterable<string>): FrozenIdf {
  const counter = countIdf();
  for (const text of texts) counter.add(text);
  return counter.freeze();
}

const magic = 0x6b676966;

/** The table as bytes, little-endian words of 32 bits: mark, documents, features n, n hashes, n counts. */
export function encodeIdf(idf: FrozenIdf): Uint8Array {
  const view = new DataView(new ArrayBuffer(12 + idf.features.length * 8));
  [magic, idf.documents, idf.features.length, ...idf.features, ...idf.counts].forEach((word, index) => {
    view.setUint32(index * 4, word, true);
  });
  return new Uint8Array(view.buffer);
}

/** The table back from its bytes. Throws a `RangeError` where they are none. */
export function decodeIdf(bytes: Uint8Array): FrozenIdf {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length >= 12 ? view.getUint32(8, true) : -1;
  if (length < 0 || view.getUint32(0, true) !== magic || bytes.length !== 12 + length * 8) {
    throw new RangeError('These bytes are not a frozen idf table: make a new index version');
  }
  const words = (from: number) =>
    Uint32Array.from({ length }, (_, index) => view.getUint32(from + index * 4, true));
  return { documents: view.getUint32(4, true), features: words(12), counts: words(12 + length * 4) };
}

/** What an index version names the table by: SHA-256 of its bytes, hexadecimal. */
export const idfHash = (idf: FrozenIdf): string => sha256(encodeIdf(idf));
