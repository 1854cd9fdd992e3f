import { z } from 'zod';
import { Key } from './key.ts';

const attribute = z.string().min(1).max(128);
const text = z.string().min(1).max(1_024);
const values = z
  .array(z.union([z.string().max(1_024), z.number(), z.boolean()]))
  .min(1, 'List at least one value')
  .max(10_000);

/** MAJOR.MINOR.PATCH with pre-release and build, as semver 2.0.0 has it. */
const version = z
  .string()
  .max(256)
  .regex(
    /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/,
    'A version looks like 2.1.0 or 2.1.0-beta.1',
  );

/**
 * One comparison on one attribute. A missing attribute makes every operator false but `not-exists`,
 * the negated ones included: "region is not EU" must not match someone whose region is unknown.
 * Being in a segment is two-valued: someone whose attributes are missing is not in it, and so is `not-in-segment`.
 */
export const Condition = z.discriminatedUnion('operator', [
  z.object({ operator: z.literal('in'), attribute, values }),
  z.object({ operator: z.literal('not-in'), attribute, values }),
  z.object({ operator: z.literal('contains'), attribute, text }),
  z.object({ operator: z.literal('starts-with'), attribute, text }),
  z.object({ operator: z.literal('ends-with'), attribute, text }),
  /** A pattern in RE2's syntax, found anywhere in the text; it runs in linear time. */
  z.object({ operator: z.literal('matches'), attribute, pattern: z.string().min(1).max(500) }),
  z.object({ operator: z.literal('greater'), attribute, number: z.number() }),
  z.object({ operator: z.literal('at-least'), attribute, number: z.number() }),
  z.object({ operator: z.literal('less'), attribute, number: z.number() }),
  z.object({ operator: z.literal('at-most'), attribute, number: z.number() }),
  /** Dates are ISO 8601 texts, or milliseconds since 1970 as a number. */
  z.object({ operator: z.literal('before'), attribute, date: z.iso.datetime({ offset: true }) }),
  z.object({ operator: z.literal('after'), attribute, date: z.iso.datetime({ offset: true }) }),
  /** The date lies at least so many days back, or less far. */
  z.object({ operator: z.literal('older-than'), attribute, days: z.number().min(0).max(36_500) }),
  z.object({ operator: z.literal('newer-than'), attribute, days: z.number().min(0).max(36_500) }),
  z.object({ operator: z.literal('version-at-least'), attribute, version }),
  z.object({ operator: z.literal('version-below'), attribute, version }),
  z.object({ operator: z.literal('version-is'), attribute, version }),
  z.object({
    operator: z.literal('in-network'),
    attribute,
    networks: z.array(z.string().min(3).max(64)).min(1).max(500),
  }),
  z.object({
    operator: z.literal('tier-at-least'),
    attribute,
    order: z.array(z.string().min(1).max(64)).min(1).max(50),
    tier: z.string().min(1).max(64),
  }),
  z.object({ operator: z.literal('exists'), attribute }),
  z.object({ operator: z.literal('not-exists'), attribute }),
  z.object({ operator: z.literal('in-segment'), segment: Key }),
  z.object({ operator: z.literal('not-in-segment'), segment: Key }),
]);
export type Condition = z.infer<typeof Condition>;

/** The conditions that compare an attribute; the others look at segments. */
export type AttributeCondition = Extract<Condition, { attribute: string }>;
