import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentWords } from './contentWords.ts';
import {
  countIdf,
  decodeIdf,
  encodeIdf,
  freezeIdf,
  idfHash,
  lexicalBFeatures,
  mostIdfDocuments,
} from './frozenIdf.ts';
import { hashVector } from './hashVector.ts';
import { embedLexicalA, lexicalA } from './lexicalA.ts';
import { lexicalB } from './lexicalB.ts';
import { sha256 } from './sha256.ts';
import { stem } from './stem.ts';
import { tokenise } from './tokenise.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('refund', 'the', 'Wing', 'C', '?', '漢字', '\ud800', ' '), { maxLength: 30 })
    .map((words) => words.join(' ')),
);
const lengthOf = (vector: Float32Array) => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
const cosine = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
const digest = (vector: Float32Array) =>
  sha256(Array.from(vector, (value) => Math.round(value * 1e5)).join());

describe('tokenise', () => {
  it('finds the words of any script, in lower case and one Unicode form', () => {
    expect(tokenise("Don't PANIC: ﬁnal café, Ⅷ 3.14 — 漢字!")).toEqual([
      'don',
      't',
      'panic',
      'final',
      'café',
      'viii',
      '3',
      '14',
      '漢字',
    ]);
    expect(tokenise('cafe\u0301')).toEqual(['café']);
    expect(tokenise(' …\n')).toEqual([]);
  });
});

describe('stem', () => {
  it("answers Porter's own examples of every step", () => {
    const examples =
      `caresses caress ponies poni ties ti caress caress cats cat feed feed agreed agre plastered plaster
      bled bled motoring motor sing sing conflated conflat troubled troubl sized size hopping hop tanned tan falling fall
      hissing hiss fizzed fizz failing fail filing file happy happi sky sky relational relat conditional condit
      rational ration valenci valenc hesitanci hesit digitizer digit conformabli conform radicalli radic differentli differ
      vileli vile analogousli analog vietnamization vietnam predication predic operator oper feudalism feudal
      decisiveness decis hopefulness hope callousness callous formaliti formal sensitiviti sensit sensibiliti sensibl
      triplicate triplic formative form formalize formal electriciti electr electrical electr hopeful hope goodness good
      revival reviv allowance allow inference infer airliner airlin gyroscopic gyroscop adjustable adjust defensible defens
      irritant irrit replacement replac adjustment adjust dependent depend adoption adopt homologou homolog
      communism commun activate activ angulariti angular homologous homolog effective effect bowdlerize bowdler
      probate probat rate rate cease ceas controll control roll roll`.split(/\s+/);
    for (let index = 0; index < examples.length; index += 2) {
      expect([examples[index], stem(examples[index]!)]).toEqual([examples[index], examples[index + 1]]);
    }
  });

  it('joins kindred words and leaves what is no English word alone', () => {
    expect(['generalizations', 'oscillators', 'archaeology', 'possibly'].map(stem)).toEqual([
      'gener',
      'oscil',
      'archaeolog',
      'possibl',
    ]);
    expect(['is', 'by', 'b12', 'café', '漢字', ''].map(stem)).toEqual([
      'is',
      'by',
      'b12',
      'café',
      '漢字',
      '',
    ]);
  });

  it('never lengthens a word and never empties one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,20}$/), (word) => {
        expect(stem(word).length).toBeLessThanOrEqual(word.length + 1);
        expect(stem(word)).not.toBe('');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('contentWords', () => {
  it('keeps stems, and something of every text that is not blank', () => {
    expect(contentWords('The refunds of a customer, paid in 5 days')).toEqual([
      'refund',
      'custom',
      'paid',
      '5',
      'dai',
    ]);
    expect(contentWords('To be or not to be')).toEqual(['to', 'be', 'or', 'not', 'to', 'be']);
    expect(contentWords(' ?! ')).toEqual(['?', '!']);
    expect(contentWords(' \n')).toEqual([]);
  });
});

describe('hashVector', () => {
  it('puts features in places with signs, and lets none vanish', () => {
    expect(
      Array.from(
        hashVector(
          new Map([
            [1, 3],
            [0x80000002, 4],
          ]),
          4,
        ),
      ),
    ).toEqual([0, expect.closeTo(0.6), expect.closeTo(-0.8), 0]);
    expect(
      Array.from(
        hashVector(
          new Map([
            [1, 2],
            [0x80000001, 2],
          ]),
          4,
        ),
      ),
    ).toEqual([0, 1, 0, 0]);
    expect(Array.from(hashVector(new Map(), 3))).toEqual([0, 0, 0]);
  });
});

describe('the lexical embedders', () => {
  const corpus = [
    'Refunds are paid within five days of the return.',
    'A returned parcel is refunded to the card it was paid with.',
    'The wing of an aircraft in a slipstream.',
    'Boundary layers on a heated wing.',
  ];
  const idf = freezeIdf(corpus);
  const embedders = [
    lexicalA,
    lexicalB(idf),
    lexicalB(freezeIdf([])),
    lexicalB(freezeIdf(corpus.slice(0, 1))),
  ];

  it('give every text that is not blank a vector of length 1, the same each time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const embedder of embedders) {
          const vector = embedder.embed(text);
          expect(vector).toHaveLength(embedder.dimensions);
          expect(lengthOf(vector)).toBeCloseTo(text.trim() === '' ? 0 : 1, 5);
          expect(embedder.embed(text)).toEqual(vector);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('do not change without a new name: digests of golden vectors', () => {
    expect(lexicalA.id).toBe('lexical-a@1');
    expect(embedders[1]!.id).toBe('lexical-b@1');
    expect(digest(lexicalA.embed(corpus.join(' ')))).toBe(
      'c1b25b50b38eb28adbad32902750395d2ebc89351381d4f7925bb88edf45f268',
    );
    expect(digest(embedders[1]!.embed(corpus.join(' ')))).toBe(
      'eb90ba1c0f08e4ab758993959d9029fc3493e7f658909635d7c88cc753e8a959',
    );
    expect(idfHash(idf)).toBe('bbbedf46954e45a7cebc3d41c278cb9c17418835184e9f1da2c9139cae00271c');
  });

  it('bring kindred texts near, whichever side they are embedded on', async () => {
    for (const embedder of embedders) {
      const documents = await embedder.embedDocuments(corpus);
      const [query] = await embedder.embedQueries(['When is my refund paid?']);
      const scores = documents.map((document) => cosine(document, query!));
      expect(Math.min(scores[0]!, scores[1]!)).toBeGreaterThan(Math.max(scores[2]!, scores[3]!));
    }
  });

  it('mean nothing to each other under another seed', () => {
    const text = 'Refunds are paid within five days of the return to the card';
    expect(Math.abs(cosine(lexicalA.embed(text), embedLexicalA(text, 1)))).toBeLessThan(0.4);
  });
});

describe('the frozen idf table', () => {
  it('counts features by documents, keeps those of two or more, and comes back from its bytes', () => {
    const idf = freezeIdf(['refund refund', 'refunds today', '', 'wing']);
    expect(idf.documents).toBe(3);
    expect(Array.from(idf.counts)).toEqual(idf.counts.length > 0 ? Array(idf.counts.length).fill(2) : []);
    expect(idf.features).toHaveLength(new Set(lexicalBFeatures('refund')).size);
    expect(decodeIdf(encodeIdf(idf))).toEqual(idf);
    expect(idfHash(decodeIdf(encodeIdf(idf)))).toBe(idfHash(idf));
  });

  it('comes back from its bytes wherever these stand, and refuses others', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 8 }), (texts) => {
        const bytes = encodeIdf(freezeIdf(texts));
        const shifted = new Uint8Array(bytes.length + 3);
        shifted.set(bytes, 3);
        expect(decodeIdf(shifted.subarray(3))).toEqual(freezeIdf(texts));
      }),
      { numRuns: 50 },
    );
    expect(() => decodeIdf(new Uint8Array(3))).toThrow('not a frozen idf table');
    expect(() => decodeIdf(new Uint8Array(16))).toThrow('not a frozen idf table');
  });

  it('does not depend on the order of the documents, and stops at its limit', () => {
    expect(freezeIdf(['a wing', 'a refund', 'the wing'])).toEqual(
      freezeIdf(['the wing', 'a wing', 'a refund']),
    );
    const counter = countIdf();
    for (let index = 0; index < mostIdfDocuments; index++) expect(counter.add('x1')).toBe(true);
    expect(counter.add('x1')).toBe(false);
    expect(counter.add('')).toBe(false);
    expect(counter.freeze().documents).toBe(mostIdfDocuments);
  });
});
