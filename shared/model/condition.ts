import { z } from 'zod';

const attribute = z.string().min(1).max(128);
const values = z
  .array(z.union([z.string().max(1_024), z.number(), z.boolean()]))
  .min(1)
  .max(10_000);

/**
 * One comparison on one attribute. A missing attribute makes every operator false but `not-exists`,
 * the negated ones included: "region is not EU" must not match someone whose region is unknown.
 */
export const Condition = z.discriminatedUnion('operator', [
  z.object({ operator: z.literal('in'), attribute, values }),
  z.object({ operator: z.literal('not-in'), attribute, values }),
  z.object({ operator: z.literal('contains'), attribute, text: z.string().min(1).max(1_024) }),
  z.object({ operator: z.literal('starts-with'), attribute, text: z.string().min(1).max(1_024) }),
  z.object({ operator: z.literal('ends-with'), attribute, text: z.string().min(1).max(1_024) }),
  z.object({ operator: z.literal('greater'), attribute, number: z.number() }),
  z.object({ operator: z.literal('at-least'), attribute, number: z.number() }),
  z.object({ operator: z.literal('less'), attribute, number: z.number() }),
  z.object({ operator: z.literal('at-most'), attribute, number: z.number() }),
  z.object({
    operator: z.literal('tier-at-least'),
    attribute,
    order: z.array(z.string().min(1).max(64)).min(1).max(50),
    tier: z.string().min(1).max(64),
  }),
  z.object({ operator: z.literal('exists'), attribute }),
  z.object({ operator: z.literal('not-exists'), attribute }),
]);
export type Condition = z.infer<typeof Condition>;
