import { z } from 'zod';
import { Responder } from '../responder/responder.ts';
import { Condition } from './condition.ts';
import { Key, Name, Note } from './key.ts';
import { Split } from './split.ts';
import { PinnedModel, UnitId } from './unit.ts';

/** Any JSON value. */
export const JsonValue = z.json();
export type JsonValue = z.infer<typeof JsonValue>;

const milliseconds = z.int().min(20).max(600_000).exactOptional();

/** How long one unit may take, in milliseconds. They stand on the variant: a limit can change without a new unit. */
const clocks = {
  /** One try of an answer in one piece. Unset: three fifths of the flag's deadline, or all of it where no other unit follows. */
  attemptMs: milliseconds,
  /** A stream's wait for its first content. Unset: as `attemptMs`. */
  firstTokenMs: milliseconds,
  /** A stream's silence between two contents. Unset: 15 seconds. */
  betweenTokensMs: milliseconds,
  /** Everything on this unit, retries and the rest of a stream included. Unset: the flag's deadline. */
  totalMs: milliseconds,
  /** Latency guardrail: without an answer, or a stream's first content, by then, known good answers this request. */
  guardrailMs: milliseconds,
};

/** US dollars a day, by UTC. Each threshold is optional; they rise from warning to refusing. */
export const Budget = z
  .object({
    warnUsd: z.number().positive().max(1e9).exactOptional(),
    fallBackUsd: z.number().positive().max(1e9).exactOptional(),
    /** The cheaper variant that answers past `fallBackUsd`. */
    fallBackTo: Key.exactOptional(),
    refuseUsd: z.number().positive().max(1e9).exactOptional(),
  })
  .superRefine((budget, context) => {
    if ((budget.fallBackUsd === undefined) !== (budget.fallBackTo === undefined))
      context.addIssue({
        code: 'custom',
        path: ['fallBackTo'],
        message: 'Say both: from how many dollars, and to which cheaper variant',
      });
    const rising = [budget.warnUsd, budget.fallBackUsd, budget.refuseUsd].filter((usd) => usd !== undefined);
    if (rising.some((usd, index) => index > 0 && usd < (rising[index - 1] ?? 0)))
      context.addIssue({
        code: 'custom',
        path: ['warnUsd'],
        message: 'The thresholds must rise: warn, then fall back, then refuse',
      });
  });
export type Budget = z.infer<typeof Budget>;

/** What becomes of a conversation whose unit is taken away: known good gets the turns, or the product starts over. */
export const ConversationPolicy = z.enum(['continue', 'restart']);
export type ConversationPolicy = z.infer<typeof ConversationPolicy>;

/** One possible outcome: an inference unit, a static answer or a local function of a call flag, or the plain value of a value flag. */
export const Variant = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('unit'),
    key: Key,
    name: Name,
    unit: UnitId,
    ...clocks,
  }),
  /** Ordered rules that answer by templates, without a model. */
  z.object({ kind: z.literal('rules'), key: Key, name: Name, responder: Responder }),
  /** Answered by the product's own function, in the client. Over HTTP the static fallback answers in its place. */
  z.object({ kind: z.literal('local'), key: Key, name: Name }),
  /**
   * Answers with vectors. Never another's in its place: vectors of different models cannot stand beside each other, so
   * nothing falls back, and a failure is an error.
   */
  z.object({
    kind: z.literal('embedder'),
    key: Key,
    name: Name,
    provider: Key,
    model: PinnedModel,
    dimensions: z.int().min(1).max(16_384).exactOptional(),
    attemptMs: milliseconds,
  }),
  z.object({ kind: z.literal('static'), key: Key, name: Name, text: z.string().min(1).max(50_000) }),
  z.object({ kind: z.literal('value'), key: Key, name: Name, value: JsonValue }),
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

/** A rule holds from `from` on and before `until`; an absent end is open. */
export const Window = z.object({
  from: z.iso.datetime().exactOptional(),
  until: z.iso.datetime().exactOptional(),
});
export type Window = z.infer<typeof Window>;

export const Rule = z.object({
  id: Key,
  name: Name,
  match: Match,
  serve: Serve,
  window: Window.exactOptional(),
});
export type Rule = z.infer<typeof Rule>;

export const Target = z.object({
  variant: Key,
  targetingKeys: z.array(z.string().min(1).max(512)).min(1).max(10_000),
});
export type Target = z.infer<typeof Target>;

/** Another flag that must serve one of these variants, or this flag serves its off variant. */
export const Prerequisite = z.object({ flag: Key, variants: z.array(Key).min(1).max(20) });
export type Prerequisite = z.infer<typeof Prerequisite>;

export const ValueType = z.enum(['boolean', 'string', 'number', 'json']);
export type ValueType = z.infer<typeof ValueType>;

const shape = z.object({
  key: Key,
  name: Name,
  description: Note.default(''),
  /** A call flag routes AI calls; a value flag answers with a plain value. */
  kind: z.enum(['call', 'value']),
  /** What a value flag's variants hold. */
  valueType: ValueType.exactOptional(),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).default([]),
  owner: z.string().trim().max(120).default(''),
  on: z.boolean(),
  /** May be evaluated with a public key, from a browser. */
  public: z.boolean().default(false),
  /** When its owner meant to remove it. */
  plannedEnd: z.iso.date().exactOptional(),
  prerequisites: z.array(Prerequisite).max(20).default([]),
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
  /** The variant that fallback, rollback and the big red button return to; a unit or a rule-based answer, where the flag routes calls. */
  knownGood: Key,
  /** The variant that answers when no unit can, and when the flag is killed; a static one, where the flag routes calls. */
  fallback: Key,
  /** Bounds a whole call, all attempts included, in milliseconds. */
  deadlineMs: z.int().min(100).max(600_000).default(30_000),
  /** Longest output, in characters; the rest is cut, and the answer says so. Unset: 50,000. */
  maxOutputCharacters: z.int().min(1).max(1_000_000).exactOptional(),
  /** Callers may add system messages of their own. */
  allowSystemMessages: z.boolean().exactOptional(),
  budget: Budget.exactOptional(),
  /** Unset: `continue`. */
  onRollback: ConversationPolicy.exactOptional(),
});

/** A flag. Every variant that it names must be one of its own. */
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
  if (flag.kind === 'call') {
    if (!['unit', 'rules', 'embedder'].includes(byKey.get(flag.knownGood)?.kind ?? ''))
      complain(['knownGood'], 'Known good must be one of the unit variants, or a rule-based one');
    const kinds = new Set(flag.variants.map(({ kind }) => kind));
    if (
      kinds.has('embedder') &&
      ['unit', 'rules', 'local'].some((kind) => kinds.has(kind as Variant['kind']))
    )
      complain(['variants'], 'A flag answers with text or with vectors, not with both');
    if (byKey.get(flag.fallback)?.kind !== 'static')
      complain(['fallback'], 'The fallback must be one of the static variants');
    if (flag.budget?.fallBackTo !== undefined) known(flag.budget.fallBackTo, ['budget', 'fallBackTo']);
  } else {
    known(flag.knownGood, ['knownGood']);
    known(flag.fallback, ['fallback']);
    if (!flag.valueType)
      complain(['valueType'], 'Say what the variants hold: boolean, string, number or json');
  }
  flag.variants.forEach((variant, index) => {
    if ((flag.kind === 'value') !== (variant.kind === 'value')) {
      complain(
        ['variants', index, 'kind'],
        `A ${flag.kind} flag cannot have a variant of the kind "${variant.kind}"`,
      );
    } else if (
      variant.kind === 'value' &&
      flag.valueType &&
      flag.valueType !== 'json' &&
      typeof variant.value !== flag.valueType
    ) {
      complain(['variants', index, 'value'], `The value of "${variant.name}" must be a ${flag.valueType}`);
    }
  });
  if (flag.prerequisites.some((prerequisite) => prerequisite.flag === flag.key)) {
    complain(['prerequisites'], 'A flag cannot be its own prerequisite');
  }
});
export type Flag = z.infer<typeof Flag>;
