import { moveShare, wholeSplit } from '../../shared/evaluation/split.ts';
import type { Flag, JsonValue } from '../../shared/model/flag.ts';
import { commit } from '../configuration/commit.ts';
import type { Configuration } from '../configuration/configuration.ts';

/** A value flag that serves `on` to everybody and `off` while it is off; `changes` make it another. */
export function valueFlag(key: string, on: JsonValue, off: JsonValue, changes: Partial<Flag> = {}): Flag {
  const valueType = typeof on === 'object' ? 'json' : (typeof on as 'boolean' | 'string' | 'number');
  return {
    key,
    name: key,
    description: '',
    kind: 'value',
    valueType,
    tags: [],
    owner: '',
    on: true,
    public: false,
    prerequisites: [],
    salt: key,
    hash: 'murmur3-v1',
    bucketBy: 'targetingKey',
    variants: [
      { kind: 'value', key: 'on', name: 'On', value: on },
      { kind: 'value', key: 'off', name: 'Off', value: off },
    ],
    targets: [],
    rules: [],
    fallthrough: { kind: 'variant', variant: 'on' },
    offVariant: 'off',
    knownGood: 'off',
    fallback: 'off',
    deadlineMs: 30_000,
    ...changes,
  };
}

/** Half of everybody is served `on`. */
export const halfSplit: Pick<Flag, 'fallthrough'> = {
  fallthrough: {
    kind: 'split',
    split: moveShare(wholeSplit('off'), { candidate: 'on', donor: 'off', share: 50_000 }),
  },
};

/** Commits flags to the environment `production`. Answers the revision. */
export async function saveFlags(configuration: Configuration, ...flags: Flag[]): Promise<number> {
  const { revision } = await commit(configuration, {
    environment: 'production',
    author: { kind: 'system', id: 'test', name: 'Test' },
    reason: 'test',
    changes: flags.map((flag) => ({ kind: 'flag', key: flag.key, body: flag })),
  });
  return revision;
}
