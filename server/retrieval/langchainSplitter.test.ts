import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LangchainSplitter, type SplittableDocument } from '../../shared/retrieval/splitter.ts';
import { normalised } from '../../shared/retrieval/stretches.ts';
import { environment, key, openTestRetrieval } from '../testing/testRetrieval.ts';
import { chunksOfDocument } from './chunksOfDocument.ts';
import { langchainProblem, locate, splitByLangchain } from './langchainSplitter.ts';
import { boundariesOf } from './splitters.ts';

const plain: LangchainSplitter = {
  id: 'langchain-recursive@1.0.2',
  separators: 'plain',
  size: 100,
  overlap: 20,
  normalisation: 'nfc',
  title: 'every-chunk',
};
const of = (more: Partial<LangchainSplitter>) => LangchainSplitter.parse({ ...plain, ...more });
const cut = (more: Partial<LangchainSplitter>, document: SplittableDocument) =>
  splitByLangchain(of(more), document);

const splitters = fc
  .record({
    separators: fc.constantFrom('plain' as const, 'markdown' as const),
    size: fc.integer({ min: 32, max: 90 }),
    share: fc.double({ min: 0, max: 0.5, noNaN: true }),
    normalisation: fc.constantFrom('none' as const, 'nfc' as const, 'nfkc' as const),
  })
  .map(({ share, ...rest }) => of({ ...rest, overlap: Math.floor(rest.size * share), title: 'omit' }));
/** Words that come again and again, so that a chunk's text stands in many places. */
const words = ['a', 'ab', 'ab', 'a b', '\n', '\n\n', '\r\n', '## Head', '\n## ', '```\n\n', '\n***\n', '  '];
const repetitive = fc
  .array(fc.constantFrom(...words, '😀', 'e\u0301', '漢字', 'x'.repeat(70), `x${'😀'.repeat(40)}`), {
    maxLength: 90,
  })
  .chain((parts) => fc.constantFrom(parts.join(' '), parts.join('')));
const texts = fc.oneof(repetitive, fc.string({ unit: 'grapheme', maxLength: 300 }));

describe("LangChain's recursive splitter", () => {
  it('loses nothing but spaces, keeps to its size, and says where each chunk stands, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(splitters, texts, async (splitter, text) => {
        const chunks = await splitByLangchain(splitter, { text });
        const whole = normalised(splitter, text);
        let end = 0;
        for (const [index, chunk] of chunks.entries()) {
          expect(chunk.index).toBe(index);
          expect(chunk.text).toBe(whole.slice(chunk.start, chunk.end));
          expect(chunk.text.trim()).not.toBe('');
          // A character that takes two units is not cut in two, and may be one too many.
          expect(chunk.text.length).toBeLessThanOrEqual(splitter.size + 1);
          if (whole.isWellFormed()) expect(chunk.text.isWellFormed()).toBe(true);
          expect(whole.slice(end, Math.max(end, chunk.start)).trim()).toBe('');
          end = Math.max(end, chunk.end);
        }
        expect(whole.slice(end).trim()).toBe('');
        expect(await splitByLangchain(splitter, { text })).toEqual(chunks);
      }),
      { numRuns: 500 },
    );
  });

  it('says the end of a chunk again, and cuts Markdown before its headings', async () => {
    const text = 'one two three four five six seven eight nine ten';
    const said = await cut({ size: 32, overlap: 12, title: 'omit' }, { text });
    expect(said.map((chunk) => chunk.text)).toEqual([
      'one two three four five six',
      'five six seven eight nine ten',
    ]);
    const markdown = `# Top\n\nIntroduction of the whole.\n\n## First\n\nText of it.\n\n## Second\n\nMore.`;
    const headed = await cut(
      { separators: 'markdown', size: 48, overlap: 0 },
      { title: 'T', text: markdown },
    );
    expect(headed.map((chunk) => chunk.text.split('\n')[1])).toEqual(['# Top', '## First']);
    expect(await cut({}, { title: 'Only', text: ' \n ' })).toEqual([
      { index: 0, text: 'Only', start: 0, end: 0 },
    ]);
    expect(await cut({ title: 'omit' }, { title: 'Only', text: ' \n ' })).toEqual([]);
  });

  it('cuts a document of the largest size, of one word or of many, and as many chunks as that takes', async () => {
    const size = { size: 1_000, overlap: 200 };
    expect(await cut(size, { text: 'x'.repeat(1_000_000) })).toHaveLength(1_250);
    const prose = await cut(size, { text: 'Sentences of words, and spaces. '.repeat(31_250) });
    expect(prose.length).toBeGreaterThan(1_200);
    expect(prose.length).toBeLessThan(1_300);
  });

  it('finds the places of parts that stand in many', () => {
    expect(locate('ab ab ab ab', ['ab ab', 'ab ab'])).toEqual([
      { start: 0, end: 5 },
      { start: 6, end: 11 },
    ]);
    expect(() => locate('ab', ['cd'])).toThrow(/does not hold/);
  });

  it('cuts the golden text where it always did', async () => {
    const digests = await Promise.all(
      [
        plain,
        of({ size: 64, overlap: 0, separators: 'markdown' }),
        of({ size: 48, overlap: 24, normalisation: 'nfkc', title: 'first-chunk' }),
      ].map(boundariesOf),
    );
    expect(digests).toEqual([
      { digest: '511f6588bf5f6b5e889d3cd28e1033398eb1770557b299750e843875cb7d44f3' },
      { digest: '3643d729fdeb570525889508427cda80e1f9c76f9290bead2c55fbdf750097d3' },
      { digest: '25927ccc51b4cf9cbf5dc882f3684e6c9ee1f3c3540db9677edce1196022f779' },
    ]);
  });

  it('of another version than is installed is refused with what to install', async () => {
    expect(await langchainProblem(plain)).toBeNull();
    expect(await langchainProblem({ id: 'langchain-recursive@0.9.9' as never })).toBe(
      'The splitter langchain-recursive@0.9.9 is @langchain/textsplitters 0.9.9, and 1.0.2 is installed here. Install @langchain/textsplitters@0.9.9, or make an index version with another splitter',
    );
    expect(LangchainSplitter.safeParse({ ...plain, id: 'langchain-recursive@0.9.9' }).success).toBe(false);
    expect(LangchainSplitter.safeParse({ ...plain, overlap: 51 }).success).toBe(false);
  });

  it('fills an index that is searched, and shows how it cuts a document', async () => {
    const embedder = { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 };
    const library = await openTestRetrieval({ version: { splitter: plain, embedder } });
    try {
      const text = ['Penguins live on the ice. '.repeat(6), 'Camels cross the desert. '.repeat(6)].join(
        '\n\n',
      );
      await library.upsert({ id: 'a', title: 'Animals', text }, { id: 'b', text: 'Whales sing.' });
      await library.settled();
      expect(await library.find('camels in the desert', { k: 1 })).toEqual(['a']);
      const { serving: version, indexes } = library.collection();
      const asked = { environment, collection: key, document: 'a', version };
      const { texts: shown, count } = await chunksOfDocument(library.retrieval, asked);
      expect(count).toBe(shown.length);
      expect(count).toBeGreaterThan(2);
      expect(shown.every((chunk) => chunk.startsWith('Animals\n'))).toBe(true);
      expect(await library.retrieval.store.manifestSummary(indexes[0]!.slot)).toMatchObject({
        covered: 2,
        chunks: count + 1,
        dead: 0,
      });
      await expect(chunksOfDocument(library.retrieval, { ...asked, document: 'x' })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    } finally {
      await library.close();
    }
  });
});
