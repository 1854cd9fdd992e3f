import type { Flag } from '../../../../../../shared/model/flag.ts';

type Field = keyof Flag;

const words: Record<Field, string> = {
  key: 'key',
  name: 'name',
  description: 'description',
  kind: 'kind',
  valueType: 'type of value',
  tags: 'tags',
  owner: 'owner',
  on: 'switch',
  public: 'use from browsers',
  plannedEnd: 'planned end',
  prerequisites: 'flags that it needs',
  salt: 'cohort salt',
  hash: 'hash',
  bucketBy: 'attribute to split by',
  variants: 'variants',
  targets: 'individual targets',
  rules: 'rules',
  fallthrough: 'everyone else',
  offVariant: 'variant while off',
  knownGood: 'known good',
  fallback: 'fallback',
  deadlineMs: 'deadline',
  maxOutputCharacters: 'longest output',
  allowSystemMessages: 'system messages of callers',
  budget: 'budget',
  onRollback: 'conversations on rollback',
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const fields = (...flags: Flag[]): Field[] =>
  [...new Set(flags.flatMap((flag) => Object.keys(flag)))].filter((key): key is Field => key in words);

/** Whether anything in the draft differs from the flag that it was begun from. */
export const differs = (base: Flag, draft: Flag): boolean =>
  fields(base, draft).some((field) => !same(base[field], draft[field]));

/**
 * Mine on top of theirs: what I changed since `base` is mine, everything else theirs. `both` names what both
 * of us changed, where theirs would be lost.
 */
export function mergeFlags(base: Flag, mine: Flag, theirs: Flag): { flag: Flag; both: string[] } {
  const merged: Record<string, unknown> = { ...theirs };
  const both: string[] = [];
  for (const field of fields(base, mine, theirs)) {
    if (same(base[field], mine[field])) continue;
    if (!same(base[field], theirs[field]) && !same(mine[field], theirs[field])) both.push(words[field]);
    if (mine[field] === undefined) delete merged[field];
    else merged[field] = mine[field];
  }
  return { flag: merged as unknown as Flag, both };
}
