import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../model/condition.ts';
import { EvaluationContext } from '../model/context.ts';
import { Flag } from '../model/flag.ts';
import { everyFlag, type Override } from '../model/override.ts';
import type { Segment } from '../model/segment.ts';
import { compile } from './compile.ts';
import { conditionTest } from './condition.ts';
import { moveShare, wholeSplit } from './split.ts';

const unit = (letter: string) => `iu_${letter.repeat(20)}`;
const beta: Segment = {
  key: 'beta',
  name: 'Beta',
  description: '',
  conditions: [{ operator: 'in', attribute: 'beta', values: [true] }],
};

const flagWith = (changes: Partial<Flag> = {}): Flag =>
  Flag.parse({
    key: 'answer',
    name: 'Answer',
    kind: 'call',
    on: true,
    salt: 's',
    hash: 'murmur3-v1',
    variants: [
      { kind: 'unit', key: 'old', name: 'Old', unit: unit('a') },
      { kind: 'unit', key: 'new', name: 'New', unit: unit('b') },
      { kind: 'static', key: 'sorry', name: 'Sorry', text: 'Not now.' },
    ],
    fallthrough: {
      kind: 'split',
      split: moveShare(wholeSplit('old'), { candidate: 'new', donor: 'old', share: 50_000 }),
    },
    offVariant: 'sorry',
    knownGood: 'old',
    fallback: 'sorry',
    ...changes,
  });

const now = Date.UTC(2026, 0, 15, 12);

const evaluatorOf = (flag: Flag, overrides: Override[] = []) =>
  compile(
    {
      flags: new Map([[flag.key, flag]]),
      segments: new Map([[beta.key, beta]]),
      overrides: new Map(overrides.map((one) => [one.target, one])),
    },
    () => now,
  );

const override = (target: string, mode: Override['mode']): Override => ({
  target,
  mode,
  since: '2026-01-01T00:00:00.000Z',
});
const betaRule: Flag['rules'][number] = {
  id: 'r',
  name: 'Beta',
  match: { kind: 'segment', segment: 'beta' },
  serve: { kind: 'variant', variant: 'new' },
};

describe('the order of a decision', () => {
  const flag = flagWith({ rules: [betaRule], targets: [{ variant: 'old', targetingKeys: ['ada'] }] });

  it('lets an override beat everything, and a kill beat known good wherever each was set', () => {
    const decide = (...overrides: Override[]) =>
      evaluatorOf({ ...flag, on: false }, overrides).evaluate('answer', { targetingKey: 'ada' });
    expect(decide(override(everyFlag, 'known-good'))).toMatchObject({
      variant: 'old',
      reason: 'OVERRIDE',
      override: 'known-good',
    });
    expect(decide(override('answer', 'known-good'))).toMatchObject({ variant: 'old', reason: 'OVERRIDE' });
    expect(decide(override(everyFlag, 'known-good'), override('answer', 'kill'))).toMatchObject({
      variant: 'sorry',
      override: 'kill',
    });
    expect(decide(override(everyFlag, 'kill'), override('answer', 'known-good'))).toMatchObject({
      variant: 'sorry',
      override: 'kill',
    });
  });

  it('serves the off variant while the flag is off, individual targets included', () => {
    expect(evaluatorOf({ ...flag, on: false }).evaluate('answer', { targetingKey: 'ada' })).toMatchObject({
      variant: 'sorry',
      reason: 'DISABLED',
    });
  });

  it('lets an individual target beat a rule, and a rule beat the split', () => {
    const evaluator = evaluatorOf(flag);
    expect(evaluator.evaluate('answer', { targetingKey: 'ada', beta: true })).toMatchObject({
      variant: 'old',
      reason: 'TARGETING_MATCH',
      ruleId: null,
    });
    expect(evaluator.evaluate('answer', { targetingKey: 'eve', beta: true })).toMatchObject({
      variant: 'new',
      ruleId: 'r',
      segment: 'beta',
    });
    expect(evaluator.evaluate('answer', { targetingKey: 'eve' })).toMatchObject({
      reason: 'SPLIT',
      ruleId: null,
    });
  });

  it('answers a missing bucketing value with known good and an error code, not an exception', () => {
    expect(evaluatorOf(flag).evaluate('answer', {})).toMatchObject({
      variant: 'old',
      reason: 'ERROR',
      errorCode: 'TARGETING_KEY_MISSING',
      bucket: null,
    });
  });

  it('passes a rule by when its split has nothing to bucket by', () => {
    const rule: Flag['rules'][number] = { ...betaRule, serve: { kind: 'split', split: wholeSplit('new') } };
    expect(
      evaluatorOf(flagWith({ rules: [rule], fallthrough: { kind: 'variant', variant: 'old' } })).evaluate(
        'answer',
        { beta: true },
      ),
    ).toMatchObject({ variant: 'old', reason: 'DEFAULT' });
  });

  it('keeps a company together when it buckets by company', () => {
    const evaluator = evaluatorOf(flagWith({ bucketBy: 'orgId' }));
    const all = ['u1', 'u2', 'u3', 'u4'].map(
      (targetingKey) => evaluator.evaluate('answer', { targetingKey, orgId: 'acme' })?.variant,
    );
    expect(new Set(all).size).toBe(1);
  });

  it('knows no flag that is not there', () => {
    expect(evaluatorOf(flag).evaluate('other', {})).toBeNull();
    expect(evaluatorOf(flag).explain('other', {})).toBeNull();
  });
});

describe('conditions', () => {
  const order = ['free', 'pro', 'enterprise'];
  const cases: [Condition, EvaluationContext, boolean][] = [
    [{ operator: 'in', attribute: 'region', values: ['eu', 'us'] }, { region: 'eu' }, true],
    [{ operator: 'in', attribute: 'region', values: ['eu'] }, { region: ['us', 'eu'] }, true],
    [{ operator: 'in', attribute: 'n', values: [3] }, { n: '3' }, false],
    [{ operator: 'in', attribute: 'n', values: ['3'] }, { n: 3 }, false],
    [{ operator: 'not-in', attribute: 'region', values: ['eu'] }, { region: 'us' }, true],
    [{ operator: 'not-in', attribute: 'region', values: ['eu'] }, {}, false],
    [{ operator: 'not-in', attribute: 'region', values: ['eu'] }, { region: null }, false],
    [{ operator: 'contains', attribute: 'mail', text: '@acme.' }, { mail: 'a@acme.com' }, true],
    [{ operator: 'contains', attribute: 'mail', text: '1' }, { mail: 1 }, false],
    [{ operator: 'starts-with', attribute: 'v', text: '2.' }, { v: '2.1' }, true],
    [{ operator: 'ends-with', attribute: 'v', text: '.1' }, { v: '2.10' }, false],
    [{ operator: 'at-least', attribute: 'age', number: 30 }, { age: 30 }, true],
    [{ operator: 'greater', attribute: 'age', number: 30 }, { age: 30 }, false],
    [{ operator: 'less', attribute: 'age', number: 30 }, { age: '3' }, false],
    [{ operator: 'at-most', attribute: 'age', number: 30 }, { age: 30 }, true],
    [{ operator: 'tier-at-least', attribute: 'tier', order, tier: 'pro' }, { tier: 'enterprise' }, true],
    [{ operator: 'tier-at-least', attribute: 'tier', order, tier: 'pro' }, { tier: 'free' }, false],
    [{ operator: 'tier-at-least', attribute: 'tier', order, tier: 'pro' }, { tier: 'gold' }, false],
    [{ operator: 'exists', attribute: 'beta' }, { beta: false }, true],
    [{ operator: 'exists', attribute: 'beta' }, { beta: null }, false],
    [{ operator: 'not-exists', attribute: 'beta' }, {}, true],
    [{ operator: 'exists', attribute: 'constructor' }, EvaluationContext.parse({}), false],
  ];
  it.each(cases)('%j on %j is %s', (condition, context, held) => {
    expect(conditionTest(condition, { segments: new Map(), now: () => now, tests: new Map() })(context)).toBe(
      held,
    );
  });
});

const attribute = fc.constantFrom('beta', 'region', 'tier', 'age');
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    operator: fc.constantFrom('in' as const, 'not-in' as const),
    attribute,
    values: fc.array(fc.oneof(fc.boolean(), fc.constantFrom('eu', 'us'), fc.integer()), { minLength: 1 }),
  }),
  fc.record({
    operator: fc.constantFrom('greater' as const, 'at-most' as const),
    attribute,
    number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  }),
  fc.record({
    operator: fc.constantFrom('contains' as const, 'ends-with' as const),
    attribute,
    text: fc.constantFrom('e', 'eu'),
  }),
  fc.record({ operator: fc.constantFrom('exists' as const, 'not-exists' as const), attribute }),
);
const context = fc.dictionary(
  fc.constantFrom('targetingKey', 'beta', 'region', 'tier', 'age'),
  fc.anything(),
) as fc.Arbitrary<EvaluationContext>;
const rules = fc.array(fc.tuple(fc.array(condition, { minLength: 1, maxLength: 3 }), fc.boolean()), {
  maxLength: 4,
});

describe('the engine and its trace', () => {
  it('agree on every context, never throw, and exactly one step decides', () => {
    fc.assert(
      fc.property(rules, context, fc.boolean(), (made, given, on) => {
        const flag = flagWith({
          on,
          rules: made.map(([conditions, split], index) => ({
            id: `r${index}`,
            name: `Rule ${index}`,
            match: { kind: 'conditions', conditions },
            serve: split
              ? {
                  kind: 'split',
                  split: moveShare(wholeSplit('old', 777), { candidate: 'new', donor: 'old', share: 33_333 }),
                }
              : { kind: 'variant', variant: 'new' },
          })),
        });
        const evaluator = evaluatorOf(flag);
        const explained = evaluator.explain('answer', given);
        expect(explained?.evaluation).toEqual(evaluator.evaluate('answer', given));
        expect(explained?.steps.filter((step) => step.decided)).toHaveLength(1);
        expect(explained?.steps.at(-1)?.decided).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('recompile', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const change = fc.record({
    key,
    on: fc.boolean(),
    needs: fc.option(key, { nil: null }),
    kill: fc.boolean(),
  });

  it('of what was touched decides like a fresh compile, whatever needs whatever', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const flags = new Map<string, Flag>();
        const overrides = new Map<string, Override>();
        const rulebook = () => ({
          flags: new Map(flags),
          segments: new Map<string, Segment>(),
          overrides: new Map(overrides),
        });
        let evaluator = compile(rulebook(), () => now);
        for (const { key: touched, on, needs, kill } of changes) {
          // Circles are refused when they are committed; what they answer if met anyway has a test of its own.
          const prerequisites =
            needs === null || needs >= touched ? [] : [{ flag: needs, variants: ['old', 'new'] }];
          flags.set(touched, { ...flagWith({ on, prerequisites }), key: touched });
          if (kill) overrides.set(touched, override(touched, 'kill'));
          else overrides.delete(touched);
          evaluator = evaluator.recompile(rulebook(), [touched]);
          const fresh = compile(rulebook(), () => now);
          for (const flag of flags.keys())
            expect(evaluator.evaluate(flag, { targetingKey: 'u' })).toEqual(
              fresh.evaluate(flag, { targetingKey: 'u' }),
            );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps a flag that has nothing to do with the change', () => {
    const flag = flagWith({ fallthrough: { kind: 'variant', variant: 'old' } });
    const flags = new Map([['answer', flag]]);
    const before = compile({ flags, segments: new Map(), overrides: new Map() }, () => now);
    const after = before.recompile({
      flags: new Map([...flags, ['other', { ...flag, key: 'other' }]]),
      segments: new Map(),
      overrides: new Map(),
    });
    expect(after.evaluate('answer', {})).toBe(before.evaluate('answer', {}));
    expect(after.evaluate('other', {})?.variant).toBe('old');
  });
});

describe('prerequisites', () => {
  const needing = flagWith({ prerequisites: [{ flag: 'base', variants: ['new'] }] });
  const base = (variant: string): Flag => ({
    ...flagWith({ fallthrough: { kind: 'variant', variant } }),
    key: 'base',
  });
  const evaluate = (flags: Flag[]) =>
    compile(
      { flags: new Map(flags.map((flag) => [flag.key, flag])), segments: new Map(), overrides: new Map() },
      () => now,
    ).evaluate('answer', { targetingKey: 'u' });

  it('let a flag decide when they serve what it needs, and turn it off when they do not', () => {
    expect(evaluate([needing, base('new')])).toMatchObject({ reason: 'SPLIT', prerequisite: null });
    expect(evaluate([needing, base('old')])).toMatchObject({
      reason: 'DISABLED',
      variant: 'sorry',
      prerequisite: 'base',
    });
  });

  it('that are missing, or go in a circle, give a result with an error, never a hang', () => {
    expect(evaluate([needing])).toMatchObject({ reason: 'ERROR', variant: 'sorry', errorCode: 'GENERAL' });
    const circle = { ...base('new'), prerequisites: [{ flag: 'answer', variants: ['new'] }] };
    expect(evaluate([needing, circle])).toMatchObject({ variant: 'sorry', prerequisite: 'base' });
  });
});
