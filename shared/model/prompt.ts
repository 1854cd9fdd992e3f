import { z } from 'zod';
import { Key } from './key.ts';

export const SemanticVersion = z
  .string()
  .regex(/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/, 'A prompt version is three numbers, such as 1.2.0');
export type SemanticVersion = z.infer<typeof SemanticVersion>;

/** One section of a prompt: a message template, or the slot that takes the conversation's earlier turns. */
export const PromptSection = z.discriminatedUnion('role', [
  z.object({ role: z.literal('system'), template: z.string() }),
  z.object({ role: z.literal('user'), template: z.string() }),
  z.object({ role: z.literal('assistant'), template: z.string() }),
  z.object({ role: z.literal('history') }),
]);
export type PromptSection = z.infer<typeof PromptSection>;

/** JSON Schema of the prompt's variables. The top level is always an object. */
export const VariablesSchema = z.looseObject({ type: z.literal('object') });

/** A registered prompt version. Name and version together never change content. */
export const PromptVersion = z.object({
  name: Key,
  version: SemanticVersion,
  description: z.string().max(2_000),
  /** SHA-256 of the file, hexadecimal. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Where it stands in the prompt repository. */
  path: z.string().max(500),
  variables: VariablesSchema,
  sections: z.array(PromptSection).min(1).max(50),
  /** A value for each variable, to check and to show the prompt with. */
  samples: z.record(z.string(), z.json()).exactOptional(),
});
export type PromptVersion = z.infer<typeof PromptVersion>;

/** The key under which a prompt version is kept. */
export const promptKey = (prompt: { name: string; version: string }): string =>
  `${prompt.name}@${prompt.version}`;
