import type { Flag } from '../../../../../../shared/model/flag.ts';

/** A small value flag for tests. */
export const blank: Flag = {
  key: 'checkout',
  name: 'Checkout',
  description: '',
  kind: 'value',
  valueType: 'boolean',
  tags: [],
  owner: '',
  on: true,
  public: false,
  prerequisites: [],
  salt: 'salt',
  hash: 'murmur3-v1',
  bucketBy: 'targetingKey',
  variants: [
    { kind: 'value', key: 'a', name: 'Off', value: false },
    { kind: 'value', key: 'b', name: 'On', value: true },
  ],
  targets: [],
  rules: [],
  fallthrough: { kind: 'variant', variant: 'a' },
  offVariant: 'a',
  knownGood: 'a',
  fallback: 'a',
  deadlineMs: 30_000,
};
