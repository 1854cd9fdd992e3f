import { NativeSelect, TextInput } from '@mantine/core';
import type { Condition } from '../../../../shared/model/condition.ts';
import { useIssue } from '../form/issues.ts';
import { LocalTime } from '../form/LocalTime.tsx';
import { NumberField } from '../form/NumberField.tsx';
import { NetworksInput } from './NetworksInput.tsx';
import { TierInput } from './TierInput.tsx';
import { ValuesInput } from './ValuesInput.tsx';

interface ConditionValueProps {
  path: string;
  condition: Condition;
  segments: readonly { key: string; name: string }[];
  onChange: (condition: Condition) => void;
}

/** What the attribute is compared with: the right field for each operator. */
export function ConditionValue({ path, condition, segments, onChange }: ConditionValueProps) {
  const field = Object.keys(condition).find((key) => key !== 'operator' && key !== 'attribute') ?? '';
  const error = useIssue(`${path}.${field}`);
  const label =
    'attribute' in condition && condition.attribute !== '' ? `Value for ${condition.attribute}` : 'Value';
  const typed = (value: string, change: (text: string) => void, placeholder: string) => (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      value={value}
      error={error}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
  if ('values' in condition)
    return (
      <ValuesInput
        label={label}
        values={condition.values}
        error={error}
        onChange={(values) => onChange({ ...condition, values })}
      />
    );
  if ('text' in condition) return typed(condition.text, (text) => onChange({ ...condition, text }), 'text');
  if ('pattern' in condition)
    return typed(
      condition.pattern,
      (pattern) => onChange({ ...condition, pattern }),
      '^beta-[0-9]+$ (RE2 syntax)',
    );
  if ('version' in condition)
    return typed(condition.version, (version) => onChange({ ...condition, version }), '2.1.0');
  if ('number' in condition)
    return (
      <NumberField
        aria-label={label}
        error={error}
        value={condition.number}
        onChange={(number) => onChange({ ...condition, number })}
      />
    );
  if ('days' in condition)
    return (
      <NumberField
        aria-label={`Days for ${condition.attribute}`}
        suffix=" days"
        min={0}
        error={error}
        value={condition.days}
        onChange={(days) => onChange({ ...condition, days })}
      />
    );
  if ('date' in condition)
    return (
      <LocalTime
        compact
        label={`Date and time for ${condition.attribute || 'the attribute'}`}
        error={error}
        value={condition.date}
        onChange={(date) => onChange({ ...condition, date })}
      />
    );
  if ('networks' in condition)
    return (
      <NetworksInput
        label={label}
        networks={condition.networks}
        error={error}
        onChange={(networks) => onChange({ ...condition, networks })}
      />
    );
  if ('order' in condition) return <TierInput path={path} condition={condition} onChange={onChange} />;
  if ('segment' in condition)
    return (
      <NativeSelect
        aria-label="Segment"
        error={error}
        data={[
          { value: '', label: 'choose a segment…' },
          ...segments.map(({ key, name }) => ({ value: key, label: name })),
        ]}
        value={condition.segment}
        onChange={(event) => onChange({ ...condition, segment: event.currentTarget.value })}
      />
    );
  return null;
}
