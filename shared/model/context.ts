import { z } from 'zod';

/** What an attribute may hold. Numbers stay numbers: nothing is coerced when a condition compares. */
export const AttributeValue = z.union([
  z.string().max(4_096),
  z.number(),
  z.boolean(),
  z.array(z.union([z.string().max(1_024), z.number(), z.boolean()])).max(200),
]);
export type AttributeValue = z.infer<typeof AttributeValue>;

const maxAttributes = 100;

/**
 * The evaluation context: who is asking. `targetingKey` names the user (or whatever sticks to a variant);
 * everything beside it is an attribute that conditions may compare. Null and absent mean the same.
 */
export const EvaluationContext = z
  .object({ targetingKey: z.string().min(1).max(512).exactOptional() })
  .catchall(z.union([AttributeValue, z.null()]))
  .refine(
    (context) => Object.keys(context).length <= maxAttributes,
    `A context has at most ${maxAttributes} attributes`,
  );
export type EvaluationContext = z.infer<typeof EvaluationContext>;
