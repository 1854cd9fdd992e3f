import type { Condition } from '../../../../../shared/model/condition.ts';
import type { FlagData } from '../../../trpc.ts';
import type { AttributeType } from './contextRows.ts';

interface KnownAttribute {
  name: string;
  type: AttributeType;
  value: string;
}

function typeOf(condition: Condition): AttributeType {
  if ('number' in condition) return 'number';
  if ('values' in condition) {
    const first = condition.values[0];
    if (typeof first === 'boolean') return 'yes-no';
    if (typeof first === 'number') return 'number';
  }
  return 'text';
}

/** The attributes that this flag's rules look at, so that nobody has to remember their names. */
export function knownAttributes({ flag, segments }: FlagData): KnownAttribute[] {
  const conditions = flag.rules.flatMap((rule) => {
    const { match } = rule;
    return match.kind === 'conditions'
      ? match.conditions
      : (segments.find((segment) => segment.key === match.segment)?.conditions ?? []);
  });
  const known = new Map<string, KnownAttribute>();
  for (const condition of conditions) {
    if (!('attribute' in condition)) continue;
    if (condition.attribute === 'targetingKey' || known.has(condition.attribute)) continue;
    known.set(condition.attribute, { name: condition.attribute, type: typeOf(condition), value: '' });
  }
  return [...known.values()];
}
