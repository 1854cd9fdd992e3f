import { z } from 'zod';

/**
 * How documents become chunks. `kg-split@1` is Knowngood's own splitter; sizes count its tokens, which are
 * runs of at most sixteen letters and digits, and every other character that is no space.
 */
export const KgSplitter = z
  .strictObject({
    id: z.literal('kg-split@1'),
    /** What is kept whole as long as it fits into `size`: a paragraph, a sentence, or one token only. */
    unit: z.enum(['paragraph', 'sentence', 'token']),
    tokenizer: z.literal('kg-words@1'),
    /** At most so many tokens of a document's text in a chunk; the title comes on top. */
    size: z.int().min(8).max(8_192),
    /** At most so many tokens of a chunk's end are said again at the start of the next, in whole units. */
    overlap: z.int().min(0).max(4_096),
    /** Unicode form that the text is brought to first; line ends become "\n" in any case. */
    normalisation: z.enum(['none', 'nfc', 'nfkc']),
    /** Whether a title stands before every chunk, before the first only, or is left out. */
    title: z.enum(['every-chunk', 'first-chunk', 'omit']),
  })
  .refine((splitter) => splitter.overlap * 2 <= splitter.size, {
    path: ['overlap'],
    message: 'An overlap may be at most half of the size',
  });
export type KgSplitter = z.infer<typeof KgSplitter>;

/**
 * The recursive splitter of LangChain's text splitters, in this very version: another one may cut otherwise. Sizes count
 * characters (UTF-16 units). It cuts on the server only.
 */
export const LangchainSplitter = z
  .strictObject({
    id: z.literal('langchain-recursive@1.0.2'),
    /** Where it cuts first: paragraphs, lines, words, or headings and rules of Markdown before those. */
    separators: z.enum(['plain', 'markdown']),
    /** At most so many characters of a document's text in a chunk; the title comes on top. */
    size: z.int().min(32).max(32_768),
    /** At most so many characters of a chunk's end are said again at the start of the next. */
    overlap: z.int().min(0).max(16_384),
    normalisation: KgSplitter.shape.normalisation,
    title: KgSplitter.shape.title,
  })
  .refine((splitter) => splitter.overlap * 2 <= splitter.size, {
    path: ['overlap'],
    message: 'An overlap may be at most half of the size',
  });
export type LangchainSplitter = z.infer<typeof LangchainSplitter>;

/** Another splitter joins here, under an id of its own with its exact version. */
export const Splitter = z.discriminatedUnion('id', [KgSplitter, LangchainSplitter]);
export type Splitter = z.infer<typeof Splitter>;

/** A part of a document that gets a vector of its own. */
export interface Chunk {
  /** 0 and up within its document. */
  index: number;
  /** What is embedded and shown: the title, where the policy says so, and the text. */
  text: string;
  /** Where its text stands in the normalised text, in UTF-16 units, end exclusive. 0 and 0 where a title stands alone. */
  start: number;
  end: number;
}

/** A document as splitters see it. */
export interface SplittableDocument {
  title?: string | undefined;
  text: string;
}
