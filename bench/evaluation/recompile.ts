import { compile } from '../../shared/evaluation/compile.ts';
import type { Flag } from '../../shared/model/flag.ts';

const flags = 10_000;
const commits = 41;

/** Median milliseconds to take in a commit to one flag of 10,000, each with five rules of three conditions. */
export async function recompileMs(): Promise<number> {
  const all = new Map<string, Flag>(
    Array.from({ length: flags }, (_, index) => [`flag-${index}`, flagOf(index)] as const),
  );
  let evaluator = compile({ flags: all, segments: new Map(), overrides: new Map() }, Date.now);
  const times: number[] = [];
  for (let commit = 0; commit < commits; commit++) {
    const key = `flag-${(commit * 241) % flags}`;
    const next = new Map(all).set(key, { ...flagOf(commit), key, on: commit % 2 === 0 });
    const startedAt = performance.now();
    evaluator = evaluator.recompile({ flags: next, segments: new Map(), overrides: new Map() }, [key]);
    times.push(performance.now() - startedAt);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(commits / 2)] ?? Number.NaN;
}

const flagOf = (index: number): Flag => ({
  key: `flag-${index}`,
  name: `Flag ${index}`,
  description: '',
  kind: 'value',
  valueType: 'boolean',
  tags: [],
  owner: '',
  on: true,
  public: false,
  prerequisites: [],
  salt: `flag-${index}`,
  hash: 'murmur3-v1',
  bucketBy: 'targetingKey',
  variants: [
    { kind: 'value', key: 'on', name: 'On', value: true },
    { kind: 'value', key: 'off', name: 'Off', value: false },
  ],
  targets: [],
  rules: Array.from({ length: 5 }, (_, rule) => ({
    id: `r${rule}`,
    name: `Rule ${rule}`,
    match: {
      kind: 'conditions',
      conditions: [
        { operator: 'in', attribute: 'tier', values: ['pro', 'enterprise'] },
        { operator: 'in', attribute: 'region', values: [`region-${(index + rule) % 400}`] },
        { operator: 'at-least', attribute: 'accountAge', number: index % 90 },
      ],
    },
    serve: { kind: 'variant', variant: 'on' },
  })),
  fallthrough: { kind: 'variant', variant: 'off' },
  offVariant: 'off',
  knownGood: 'off',
  fallback: 'off',
  deadlineMs: 30_000,
});
