import { NewDocument } from '../../shared/model/document.ts';
import { plainSplitter } from '../../shared/retrieval/indexVersion.ts';
import { IndexVersionDraft } from '../retrieval/prepareVersion.ts';
import { readSections, type Section } from './readSections.ts';

/** The key of the demo's collection, which its units name. */
export const documentationKey = 'docs';

/** A page without sentences: a table of yes and no that names every word there is would be found for every question. */
const leftOut: ReadonlySet<string> = new Set(['docs/permissions.md']);

/** The sections of the documentation that the demo answers from. */
export const documentationSections = async (folder: string): Promise<Section[]> =>
  (await readSections(folder, ['docs'])).filter(({ document }) => !leftOut.has(document));

/** A section as a document, under its heading and the one above that. */
export const documentOf = ({ id, document, heading, text }: Section): NewDocument =>
  NewDocument.parse({
    id,
    title: heading.split(' › ').slice(-2).join(' › '),
    text,
    metadata: { file: document },
  });

/** Paragraphs, and rows of tables, are kept whole. */
const splitter = { ...plainSplitter, unit: 'paragraph' as const, size: 100, overlap: 0 };

/** What the demo begins with: the weaker embedder, over texts without their headings. */
export const weakerVersion: IndexVersionDraft = IndexVersionDraft.parse({
  label: 'Words, 256 dimensions',
  splitter: { ...splitter, title: 'omit' },
  embedder: { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 },
});

/** What its migration goes to: the stronger embedder, and every chunk says which headings it stands under. */
export const strongerVersion: IndexVersionDraft = IndexVersionDraft.parse({
  label: 'Words and parts of words under their headings, 1,024 dimensions',
  splitter: { ...splitter, title: 'every-chunk' },
  embedder: { provider: 'lexical', model: 'lexical-b@1' },
});
