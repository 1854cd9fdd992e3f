import canonicalize from 'canonicalize';
import { z } from 'zod';
import { Key } from '../model/key.ts';
import { PinnedModel } from '../model/unit.ts';
import { sha256 } from './sha256.ts';
import { Splitter } from './splitter.ts';

/** `iv_` and the first 20 hex digits of SHA-256 over the canonical JSON of the specification. */
export const IndexVersionId = z
  .string()
  .regex(/^iv_[0-9a-f]{20}$/, 'An index version id is "iv_" and 20 hexadecimal digits');
export type IndexVersionId = z.infer<typeof IndexVersionId>;

const ArtifactHash = z.string().regex(/^[0-9a-f]{64}$/, 'An artifact is named by its SHA-256');

const LexicalA = z.strictObject({
  provider: z.literal('lexical'),
  model: z.literal('lexical-a@1'),
  dimensions: z.literal(256),
});

const LexicalB = z.strictObject({
  provider: z.literal('lexical'),
  model: z.literal('lexical-b@1'),
  dimensions: z.literal(1_024),
  /** `idf` is the hash of the frozen table that the version weighs words by. */
  artifacts: z.strictObject({ idf: ArtifactHash }),
});

/** A model behind any OpenAI-compatible `/embeddings`. */
export const RemoteEmbedder = z.strictObject({
  provider: Key.refine(
    (provider) => provider !== 'lexical',
    'The built-in embedders are lexical-a@1 and lexical-b@1',
  ),
  model: PinnedModel,
  /** What the provider calls a revision of the same model, where it has any. */
  revision: z.string().min(1).max(200).exactOptional(),
  dimensions: z.int().min(1).max(4_096),
  /** Put before every document and every query, as some models want it. */
  documentPrefix: z.string().max(200).exactOptional(),
  queryPrefix: z.string().max(200).exactOptional(),
  artifacts: z.record(Key, ArtifactHash).exactOptional(),
});

export const EmbedderSpecification = z.union([LexicalA, LexicalB, RemoteEmbedder]);
export type EmbedderSpecification = z.infer<typeof EmbedderSpecification>;

/** All that decides which vectors an index holds and how they are compared. Hashed into the id, so never edited. */
export const IndexVersionSpecification = z.strictObject({
  splitter: Splitter,
  /** The digest of where the splitter cuts the golden text. */
  boundaries: z.string().regex(/^[0-9a-f]{64}$/),
  embedder: EmbedderSpecification,
  metric: z.literal('cosine'),
});
export type IndexVersionSpecification = z.infer<typeof IndexVersionSpecification>;

/** What a person says of a new version, artifact hashes included. */
export const NewIndexVersion = IndexVersionSpecification.omit({ boundaries: true });
export type NewIndexVersion = z.infer<typeof NewIndexVersion>;

/** Immutable and content-addressed. `label` is for people and is not hashed. */
export const IndexVersion = z.object({
  id: IndexVersionId,
  label: z.string().min(1).max(200),
  specification: IndexVersionSpecification,
});
export type IndexVersion = z.infer<typeof IndexVersion>;

/** The whole specification. @param boundaries The digest of where its splitter cuts the golden text today. */
export const specifyIndexVersion = (
  version: NewIndexVersion,
  boundaries: string,
): IndexVersionSpecification => ({ ...version, boundaries });

/** The id of a specification: the same settings have the same id, in whatever order their keys stand. */
export const indexVersionId = (specification: IndexVersionSpecification): IndexVersionId =>
  `iv_${sha256(canonicalize(specification) ?? '').slice(0, 20)}`;

/**
 * Why the splitter of this program may not write into a version, or null: it cuts as it did when the version was made.
 * @param today The digest of where it cuts the golden text now.
 */
export const splitterDrift = (
  { splitter, boundaries }: IndexVersionSpecification,
  today: string,
): string | null =>
  today === boundaries
    ? null
    : `The splitter ${splitter.id} no longer cuts texts as it did when this index version was made. Make a new index version and migrate to it`;

export { plainSplitter } from './plainSplitter.ts';
