import { z } from 'zod';
import { Condition } from './condition.ts';
import { Key, Name, Note } from './key.ts';
import { Split } from './split.ts';
import { UnitId } from './unit.ts';

/** One possible outcome of a call flag. */
export const Variant = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('unit'),
    key: Key,
    name: Name,
    unit: UnitId,
    /** Longest time for one attempt on this unit, in milliseconds. Unset: three fifths of the flag's deadline. */
    attemptMs: z.int().min(50).max(600_000).optional(),
  }),
  z.object({ kind: z.literal('static'), key: Key, name: Name, text: z.string().min(1).max(50_000) }),
]);
export type Variant = z.infer<typeof Variant>;

/** What a rule or the fallthrough serves. */
export const Serve = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('variant'), variant: Key }),
  z.object({ kind: z.literal('split'), split: Split }),
]);
export type Serve = z.infer<typeof Serve>;

export const Match = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('segment'), segment: Key }),
  z.object({ kind: z.literal('conditions'), conditions: z.array(Condition).min(1).max(50) }),
]);
export type Match = z.infer<typeof Match>;

export const Rule = z.object({ id: Key, name: Name, match: Match, serve: Serve });
export type Rule = z.infer<typeof Rule>;

export const Target = z.object({
  variant: Key,
  targetingKeys: z.array(z.string().min(1).max(512)).min(1).max(10_000),
});
export type Target = z.infer<typeof Target>;

const shape = z.object({
  key: Key,
  name: Name,
  description: Note.default(''),
  kind: z.literal('call'),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).default([]),
  owner: z.string().trim().max(120).default(''),
  on: z.boolean(),
  /** Stored, not derived from the key: a rename or a copy keeps or changes the cohort on purpose. */
  salt: z.string().min(1).max(64),
  hash: z.literal('murmur3-v1'),
  /** The attribute whose value sticks to a bucket. */
  bucketBy: z.string().min(1).max(128).default('targetingKey'),
  variants: z.array(Variant).min(2).max(20),
  targets: z.array(Target).max(20).default([]),
  rules: z.array(Rule).max(100).default([]),
  fallthrough: Serve,
  /** Served while the flag is off. */
  offVariant: Key,
  /** The unit variant that fallback, rollback and the big red button return to. */
  knownGood: Key,
  /** The static variant that answers when no unit can. */
  fallback: Key,
  /** Bounds a whole call, all attempts included, in milliseconds. */
  deadlineMs: z.int().min(100).max(600_000).default(30_000),
});

/** A call flag. Every variant that it names must be one of its own. */
export const Flag = shape.superRefine((flag, context) => {
  const byKey = new Map(flag.variants.map((variant) => [variant.key, variant]));
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  if (byKey.size !== flag.variants.length) complain(['variants'], 'Two variants have the same key');
  const known = (variant: string, path: (string | number)[]) => {
    if (!byKey.has(variant)) complain(path, `There is no variant "${variant}" on this flag`);
  };
  const serves = (serve: Serve, path: (string | number)[]) => {
    const named =
      serve.kind === 'variant' ? [serve.variant] : serve.split.ranges.map((range) => range.variant);
    for (const variant of new Set(named)) known(variant, path);
  };
  flag.targets.forEach((target, index) => {
    known(target.variant, ['targets', index, 'variant']);
  });
  flag.rules.forEach((rule, index) => {
    serves(rule.serve, ['rules', index, 'serve']);
  });
  if (new Set(flag.rules.map((rule) => rule.id)).size !== flag.rules.length)
    complain(['rules'], 'Two rules have the same id');
  serves(flag.fallthrough, ['fallthrough']);
  known(flag.offVariant, ['offVariant']);
  if (byKey.get(flag.knownGood)?.kind !== 'unit')
    complain(['knownGood'], 'Known good must be one of the unit variants');
  if (byKey.get(flag.fallback)?.kind !== 'static')
    complain(['fallback'], 'The fallback must be one of the static variants');
});
export type Flag = z.infer<typeof Flag>;
