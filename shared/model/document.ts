import { z } from 'zod';
import { isWhole, notWhole } from './wholeText.ts';

/** Longest text of one document, in characters. */
export const longestDocument = 1_000_000;
/** Most documents in one write. */
export const mostDocuments = 200;

/** What the caller knows a document by: any text, since it is usually another system's own id. */
export const DocumentId = z
  .string()
  .min(1, 'A document needs an id')
  .max(300, 'Keep the id of a document under 300 characters')
  .refine(isWhole, notWhole);

const Text = z
  .string()
  .refine(
    (text) => text.isWellFormed(),
    'The text holds half a character (a lone surrogate): send whole ones',
  );

/** The names of a record's entries; a schema of its keys would refuse them without saying why. */
const areNames = (record: Record<string, unknown>): boolean =>
  Object.keys(record).every((name) => name !== '' && name.length <= 100 && isWhole(name));
const noNames = 'A name in it has not 1 to 100 characters, or holds half a character or a zero byte';

const longestValue = 2_000;
const MetadataText = Text.max(longestValue, 'Keep a text of metadata under 2,000 characters');
const MetadataValue = z.union([MetadataText, z.number(), z.boolean(), z.null()], {
  error: 'A value of metadata is a text, a finite number, true, false or null; put nothing into one another',
});

/** Said beside a document, and given back with every passage of it. */
export const DocumentMetadata = z
  .record(z.string(), MetadataValue)
  .refine(areNames, noNames)
  .refine((metadata) => Object.keys(metadata).length <= 50, 'At most 50 entries of metadata');
export type DocumentMetadata = z.infer<typeof DocumentMetadata>;

/** A document as its owner sends it. Fields are texts with names; they are searched after the text, in their order. */
export const NewDocument = z.object({
  id: DocumentId,
  title: Text.max(1_000).default(''),
  text: Text.default(''),
  fields: z.record(z.string(), Text).refine(areNames, noNames).default({}),
  metadata: DocumentMetadata.default({}),
});
export type NewDocument = z.infer<typeof NewDocument>;

/** What is stored of a document: its fields have become part of its text. */
export const DocumentBody = z.object({ title: z.string(), text: z.string(), metadata: DocumentMetadata });
export type DocumentBody = z.infer<typeof DocumentBody>;

/** The body of a new document. A field stands on a line of its own, after its name. */
export const bodyOf = ({ title, text, fields, metadata }: NewDocument): DocumentBody => ({
  title,
  text: [text, ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`)]
    .filter((part) => part !== '')
    .join('\n\n'),
  metadata,
});
