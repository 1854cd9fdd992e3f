import { wholeSplit } from '../shared/evaluation/split.ts';
import type { Flag } from '../shared/model/flag.ts';

/** A value flag that is on and gives everybody "Off", so that a test has one of its own and no other test notices. */
export function valueFlag(key: string, name: string, change: Partial<Flag> = {}): Flag {
  return {
    key,
    name,
    description: '',
    kind: 'value',
    valueType: 'boolean',
    tags: [],
    owner: '',
    on: true,
    public: false,
    prerequisites: [],
    salt: key,
    hash: 'murmur3-v1',
    bucketBy: 'targetingKey',
    variants: [
      { kind: 'value', key: 'off', name: 'Off', value: false },
      { kind: 'value', key: 'on', name: 'On', value: true },
    ],
    targets: [],
    rules: [],
    fallthrough: { kind: 'split', split: wholeSplit('off') },
    offVariant: 'off',
    knownGood: 'off',
    fallback: 'off',
    deadlineMs: 30_000,
    ...change,
  };
}

/** What `flags.save` takes for a flag that is not there yet. */
export const newly = (flag: Flag) => ({ flag, expectedVersion: 0, reason: 'For a test' });
