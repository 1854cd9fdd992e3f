import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryDigest, goldenText } from './goldenText.ts';
import {
  IndexVersionSpecification,
  indexVersionId,
  NewIndexVersion,
  plainSplitter,
  specifyIndexVersion,
  splitterDrift,
} from './indexVersion.ts';
import { split, tokenCount } from './split.ts';
import { KgSplitter } from './splitter.ts';
import { tokenise } from './tokenise.ts';

const of = (more: Partial<KgSplitter>): KgSplitter => KgSplitter.parse({ ...plainSplitter, ...more });
const textsOf = (splitter: KgSplitter, text: string, title?: string) =>
  split(splitter, { text, title }).map((chunk) => chunk.text);
const splitters = fc
  .record({
    unit: fc.constantFrom('paragraph' as const, 'sentence' as const, 'token' as const),
    size: fc.integer({ min: 8, max: 40 }),
    share: fc.double({ min: 0, max: 0.5, noNaN: true }),
    normalisation: fc.constantFrom('none' as const, 'nfc' as const, 'nfkc' as const),
  })
  .map(({ unit, size, share, normalisation }) =>
    of({ unit, size, overlap: Math.floor(size * share), normalisation }),
  );
const prose = fc
  .array(
    fc.constantFrom(
      'One',
      'two',
      'Three.',
      'four!',
      '“Five?”',
      '\n\n',
      '\r\n',
      'E.',
      'coli',
      '漢字。',
      '😀',
      ' ',
    ),
    {
      maxLength: 120,
    },
  )
  .map((words) => words.join(' '));

describe('split', () => {
  it('keeps sentences whole, and says the end of a chunk again', () => {
    const text = 'One two three four. Five six seven. Eight nine ten eleven twelve thirteen. Fourteen.';
    expect(textsOf(of({ size: 12, overlap: 4 }), text)).toEqual([
      'One two three four. Five six seven.',
      'Five six seven. Eight nine ten eleven twelve thirteen.',
      'Fourteen.',
    ]);
    expect(textsOf(of({ size: 8, overlap: 0, unit: 'token' }), text)[0]).toBe(
      'One two three four. Five six seven',
    );
  });

  it('cuts a sentence that no chunk can hold, and keeps paragraphs together where they fit', () => {
    expect(textsOf(of({ size: 8, overlap: 2 }), 'a1 b1 c1 d1 e1 f1 g1 h1 i1 j1')).toEqual([
      'a1 b1 c1 d1 e1 f1 g1 h1',
      'g1 h1 i1 j1',
    ]);
    expect(
      textsOf(of({ size: 8, overlap: 0, unit: 'paragraph' }), 'One. Two.\n\nThree. Four. Five.'),
    ).toEqual(['One. Two.', 'Three. Four. Five.']);
  });

  it('does not end a sentence at an initial or before a small letter, and ends it at full-width stops', () => {
    const text = 'E. coli grows, approx. ten a day. It thrives. 这是第一句。这是第二句！End';
    expect(textsOf(of({ size: 12, overlap: 0 }), text)).toEqual([
      'E. coli grows, approx. ten a day.',
      'It thrives. 这是第一句。这是第二句！End',
    ]);
    expect(textsOf(of({ size: 8, overlap: 0 }), text).slice(1)).toEqual([
      'a day. It thrives. 这是第一句。',
      '这是第二句！End',
    ]);
  });

  it('puts the title where the policy says', () => {
    const text = 'One two three four five six seven. Eight nine ten eleven twelve.';
    const size = { size: 8, overlap: 0 };
    expect(textsOf(of({ ...size, title: 'every-chunk' }), text, ' A\ntitle ')).toEqual([
      'A title\nOne two three four five six seven.',
      'A title\nEight nine ten eleven twelve.',
    ]);
    expect(textsOf(of({ ...size, title: 'first-chunk' }), text, 'T')[1]).toBe(
      'Eight nine ten eleven twelve.',
    );
    expect(textsOf(of({ ...size, title: 'omit' }), text, 'T')[0]).toBe('One two three four five six seven.');
  });

  it('has no chunk for an empty document, and the title alone for one without text', () => {
    expect(split(plainSplitter, { text: ' \n\n\t ' })).toEqual([]);
    expect(split(plainSplitter, { title: 'Only me', text: '' })).toEqual([
      { index: 0, text: 'Only me', start: 0, end: 0 },
    ]);
    expect(split(of({ title: 'omit' }), { title: 'Only me', text: '' })).toEqual([]);
  });

  it('says every word in order, in chunks of at most the size, whatever the text', () => {
    fc.assert(
      fc.property(splitters, fc.oneof(prose, fc.string({ unit: 'grapheme' })), (splitter, text) => {
        const chunks = split({ ...splitter, title: 'omit' }, { text });
        let end = 0;
        let said = '';
        const whole = text.replace(/\r\n?/g, '\n');
        const normal =
          splitter.normalisation === 'none' ? whole : whole.normalize(splitter.normalisation.toUpperCase());
        for (const [index, chunk] of chunks.entries()) {
          expect(chunk.index).toBe(index);
          expect(chunk.text).toBe(normal.slice(chunk.start, chunk.end));
          expect(chunk.text.trim()).not.toBe('');
          expect(tokenCount(chunk.text)).toBeLessThanOrEqual(splitter.size);
          expect(chunk.end).toBeGreaterThan(end);
          said += normal.slice(Math.max(end, chunk.start), chunk.end);
          if (chunk.start > end) expect(normal.slice(end, chunk.start).trim()).toBe('');
          end = chunk.end;
        }
        expect(normal.slice(end).trim()).toBe('');
        expect(said.replace(/\s+/gu, '')).toBe(normal.replace(/\s+/gu, ''));
      }),
      { numRuns: 500 },
    );
  });

  it('cuts five megabytes of one unbroken word', () => {
    const chunks = split(of({ unit: 'paragraph', size: 8_192, overlap: 0 }), { text: 'x'.repeat(5_000_000) });
    expect(chunks).toHaveLength(Math.ceil(5_000_000 / 16 / 8_192));
    expect(tokenise(chunks[0]!.text)).toHaveLength(1);
  });
});

describe('index versions', () => {
  it('cut the golden text where they always did', () => {
    expect(boundaryDigest(plainSplitter)).toBe(
      '64aab1719481b142bb3462cd83e858569ba0d442dc2ec5463fffea446481aec0',
    );
    expect(boundaryDigest(of({ unit: 'paragraph', size: 60, overlap: 20 }))).toBe(
      '7bb587508dcc0e53501ac6de7101bb5cc541f81c415e68fbcb1888e17321a2af',
    );
    expect(boundaryDigest(of({ unit: 'sentence', size: 24, overlap: 8, title: 'first-chunk' }))).toBe(
      'bc833106397927780d891066cbb19ec7099ff34c2b5fbfbede47063f036f44e5',
    );
    expect(
      boundaryDigest(of({ unit: 'token', size: 16, overlap: 4, normalisation: 'nfkc', title: 'omit' })),
    ).toBe('a8ded3a470807f60ca2c8e72790343a9dcc97501da64f0c0e0f84902cae521c0');
    expect(split(of({ size: 24, overlap: 0 }), goldenText).length).toBeGreaterThan(10);
  });

  const draft = {
    splitter: plainSplitter,
    embedder: { provider: 'lexical' as const, model: 'lexical-a@1' as const, dimensions: 256 as const },
    metric: 'cosine' as const,
  };
  const digest = boundaryDigest(plainSplitter);
  const version = specifyIndexVersion(draft, digest);

  it('have an id of all that decides, in whatever order it stands', () => {
    expect(indexVersionId(version)).toBe('iv_15415765dae6bbc7f431');
    const turned = Object.fromEntries(Object.entries(version).reverse());
    expect(indexVersionId(IndexVersionSpecification.parse(turned))).toBe(indexVersionId(version));
    const other = specifyIndexVersion({ ...draft, splitter: of({ size: 199 }) }, digest);
    expect(indexVersionId(other)).not.toBe(indexVersionId(version));
  });

  it('notice a splitter that cuts otherwise than when they were made', () => {
    expect(splitterDrift(version, digest)).toBeNull();
    expect(splitterDrift(version, '0'.repeat(64))).toContain('Make a new index version');
  });

  it('refuse what would not hold still', () => {
    const check = (embedder: object, splitter: object = plainSplitter) =>
      NewIndexVersion.safeParse({ splitter, embedder, metric: 'cosine' }).success;
    expect(
      check({
        provider: 'lexical',
        model: 'lexical-b@1',
        dimensions: 1_024,
        artifacts: { idf: 'a'.repeat(64) },
      }),
    ).toBe(true);
    expect(check({ provider: 'lexical', model: 'lexical-b@1', dimensions: 1_024 })).toBe(false);
    expect(check({ provider: 'lexical', model: 'lexical-a@1', dimensions: 128 })).toBe(false);
    expect(check({ provider: 'openai', model: 'text-embedding-3-small', dimensions: 1_536 })).toBe(true);
    expect(check({ provider: 'openai', model: 'embedding-latest', dimensions: 1_536 })).toBe(false);
    expect(
      check(
        { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 },
        { ...plainSplitter, overlap: 150 },
      ),
    ).toBe(false);
  });
});
