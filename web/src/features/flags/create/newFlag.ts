import { bucketCount } from '../../../../../shared/model/bucketCount.ts';
import type { Flag, JsonValue, ValueType, Variant } from '../../../../../shared/model/flag.ts';

/** What the wizard asks for. */
export interface FlagPlan {
  name: string;
  key: string;
  description: string;
  owner: string;
  kind: Flag['kind'];
  /** Call flags: the unit that answers, another to try (or empty), and the text when none can. */
  unit: string;
  otherUnit: string;
  text: string;
  /** Value flags: what they hold, and the two first values; the first is the default. */
  valueType: ValueType;
  names: [string, string];
  values: [JsonValue, JsonValue];
}

export const firstValues: Record<ValueType, [JsonValue, JsonValue]> = {
  boolean: [false, true],
  string: ['', ''],
  number: [0, 1],
  json: [{}, {}],
};
export const firstNames = (type: ValueType): [string, string] =>
  type === 'boolean' ? ['Off', 'On'] : ['Default', 'Other'];

export const blankPlan: FlagPlan = {
  name: '',
  key: '',
  description: '',
  owner: '',
  kind: 'call',
  unit: '',
  otherUnit: '',
  text: 'This is not available right now.',
  valueType: 'boolean',
  names: firstNames('boolean'),
  values: firstValues.boolean,
};

/** The flag that a plan describes: switched off, everyone on the known good or the default. `random` is 0 to 1. */
export function newFlag(plan: FlagPlan, random: number): Flag {
  const variants: Variant[] =
    plan.kind === 'call'
      ? [
          { kind: 'unit', key: 'current', name: 'Current', unit: plan.unit },
          ...(plan.otherUnit === ''
            ? []
            : [{ kind: 'unit' as const, key: 'candidate', name: 'Candidate', unit: plan.otherUnit }]),
          { kind: 'static', key: 'unavailable', name: 'Fixed answer', text: plan.text },
        ]
      : [
          { kind: 'value', key: 'default', name: plan.names[0], value: plan.values[0] },
          { kind: 'value', key: 'other', name: plan.names[1], value: plan.values[1] },
        ];
  const first = variants[0]?.key ?? '';
  const safe = plan.kind === 'call' ? 'unavailable' : 'default';
  return {
    key: plan.key,
    name: plan.name,
    description: plan.description,
    kind: plan.kind,
    ...(plan.kind === 'value' ? { valueType: plan.valueType } : {}),
    tags: [],
    owner: plan.owner,
    on: false,
    public: false,
    prerequisites: [],
    // Of its own, so that the same people are not first in every flag.
    salt: `${plan.key}-${Math.floor(random * bucketCount)}`.slice(-64),
    hash: 'murmur3-v1',
    bucketBy: 'targetingKey',
    variants,
    targets: [],
    rules: [],
    fallthrough: { kind: 'variant', variant: first },
    offVariant: safe,
    knownGood: first,
    fallback: safe,
    deadlineMs: 30_000,
  };
}
