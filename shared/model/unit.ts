import { z } from 'zod';
import { ResponseSchema, Tool } from './content.ts';
import { Key } from './key.ts';
import { SemanticVersion } from './prompt.ts';

/** `iu_` and the first 20 hex digits of SHA-256 over the canonical JSON of the specification. */
export const UnitId = z.string().regex(/^iu_[0-9a-f]{20}$/, 'A unit id is "iu_" and 20 hexadecimal digits');
export type UnitId = z.infer<typeof UnitId>;

const movingName = /(^|[-_:@/])(latest|current|preview|stable|newest)$/i;

/** A model name that does not move under us. */
export const PinnedModel = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (model) => !movingName.test(model),
    'This model name moves when the provider updates it. Name a dated or numbered version, so that the unit always means the same model',
  );

export const Parameters = z.object({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  maxOutputTokens: z.int().min(1).max(200_000).optional(),
  seed: z.int().optional(),
});
export type Parameters = z.infer<typeof Parameters>;

/** Where a unit's passages come from and which prompt variable receives them. */
export const Retrieval = z.object({
  collection: Key,
  k: z.int().min(1).max(50),
  variable: z.string().regex(/^[a-z][a-zA-Z0-9_]{0,63}$/),
});
export type Retrieval = z.infer<typeof Retrieval>;

/** All that decides what a unit answers. Hashed into its id, so it is never edited. */
export const UnitSpecification = z.object({
  provider: Key,
  model: PinnedModel,
  prompt: z.object({ name: Key, version: SemanticVersion, contentHash: z.string().regex(/^[0-9a-f]{64}$/) }),
  parameters: Parameters,
  retrieval: Retrieval.optional(),
  /** Tools that the model may ask for; a caller's own are not sent then. */
  tools: z.array(Tool).min(1).max(128).exactOptional(),
  /** The answer is one JSON document of this schema, checked before it reaches the caller. */
  responseSchema: ResponseSchema.exactOptional(),
  /**
   * A streamed answer with a schema is held back until it has been checked (`hold`, and where this is unset), or
   * passed on as it comes and reported at its end when it does not fit.
   */
  streamedSchema: z.enum(['hold', 'report']).exactOptional(),
});
export type UnitSpecification = z.infer<typeof UnitSpecification>;

/** What a person says of a new unit; the content hash of its prompt comes from the registry. */
export const NewUnit = UnitSpecification.extend({
  prompt: UnitSpecification.shape.prompt.omit({ contentHash: true }),
});
export type NewUnit = z.infer<typeof NewUnit>;

/** An inference unit: immutable and content-addressed. `label` is for people and is not hashed. */
export const Unit = z.object({
  id: UnitId,
  label: z.string().min(1).max(200),
  specification: UnitSpecification,
  /** Since when it is not offered for new variants; a mark, not a part of the unit. It still answers where it is named. */
  retiredAt: z.iso.datetime().exactOptional(),
});
export type Unit = z.infer<typeof Unit>;
