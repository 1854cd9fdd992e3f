// Our engine in the shape that the peers' adapters have: the public evaluator, with its whole result, and no cache.
import { compile } from '../../shared/evaluation/compile.ts';
import { moveShare, wholeSplit } from '../../shared/evaluation/split.ts';

const onOff = [
  { kind: 'value', key: 'on', name: 'On', value: true },
  { kind: 'value', key: 'off', name: 'Off', value: false },
];

/** The neutral model of the benchmark as one of our flags. */
function flagOf(flag) {
  const common = {
    key: flag.key,
    name: flag.key,
    description: '',
    kind: 'value',
    valueType: flag.kind === 'variants' ? 'json' : 'boolean',
    tags: [],
    owner: '',
    on: true,
    public: false,
    prerequisites: [],
    salt: flag.key,
    hash: 'murmur3-v1',
    bucketBy: 'targetingKey',
    variants: onOff,
    targets: [],
    rules: [],
    fallthrough: { kind: 'variant', variant: 'off' },
    offVariant: 'off',
    knownGood: 'off',
    fallback: 'off',
    deadlineMs: 30_000,
  };
  if (flag.kind === 'on') return { ...common, fallthrough: { kind: 'variant', variant: 'on' } };
  if (flag.kind === 'rules') return { ...common, rules: flag.rules.map(ruleOf) };
  if (flag.kind === 'rollout')
    return {
      ...common,
      fallthrough: {
        kind: 'split',
        split: moveShare(wholeSplit('off'), { candidate: 'on', donor: 'off', share: flag.percent * 1000 }),
      },
    };
  const variants = flag.variants.map(({ name, value }) => ({ kind: 'value', key: name, name, value }));
  const ranges = [];
  for (const { name, weight } of flag.variants) {
    const start = ranges.at(-1)?.end ?? 0;
    ranges.push({ start, end: start + weight * 1000, variant: name });
  }
  const first = flag.variants[0].name;
  return {
    ...common,
    variants,
    fallthrough: { kind: 'split', split: { origin: 0, ranges } },
    offVariant: first,
    knownGood: first,
    fallback: first,
  };
}

const ruleOf = ({ tier, region, minAge }, index) => ({
  id: `r${index}`,
  name: `Rule ${index}`,
  match: {
    kind: 'conditions',
    conditions: [
      { operator: 'in', attribute: 'tier', values: tier },
      { operator: 'in', attribute: 'region', values: region },
      { operator: 'at-least', attribute: 'accountAge', number: minAge },
    ],
  },
  serve: { kind: 'variant', variant: 'on' },
});

export default {
  name: 'ours',
  label: 'Knowngood',
  pkg: null,
  variants: {
    default: 'the public evaluator, full result',
    clone: 'the same, with a fresh copy of the context for every call',
  },
  compile: (flags) => JSON.stringify(flags.map(flagOf)),
  load(json, { variant } = {}) {
    const flags = new Map(JSON.parse(json).map((flag) => [flag.key, flag]));
    const evaluator = compile({ flags, segments: new Map(), overrides: new Map() }, Date.now);
    const evaluate =
      variant === 'clone' ? (key, context) => evaluator.evaluate(key, { ...context }) : evaluator.evaluate;
    return {
      bool: (key, context) => evaluate(key, context).value,
      json: (key, context) => evaluate(key, context).value,
      close() {},
    };
  },
  context: (user) => ({
    targetingKey: user.id,
    tier: user.tier,
    region: user.region,
    accountAge: user.accountAge,
  }),
};
