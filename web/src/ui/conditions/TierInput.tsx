import { Group, NativeSelect, TagsInput } from '@mantine/core';
import type { Condition } from '../../../../shared/model/condition.ts';
import { useIssue } from '../form/issues.ts';
import { splitTags } from './values.ts';

type TierCondition = Extract<Condition, { operator: 'tier-at-least' }>;

interface TierInputProps {
  path: string;
  condition: TierCondition;
  onChange: (condition: TierCondition) => void;
}

/** The tiers in order, and the lowest that matches. */
export function TierInput({ path, condition, onChange }: TierInputProps) {
  const { order, tier } = condition;
  const orderError = useIssue(`${path}.order`);
  const tierError = useIssue(`${path}.tier`);
  const known = order.includes(tier);
  return (
    <Group gap={8} align="flex-start">
      <TagsInput
        aria-label="Tiers, the lowest first"
        description="Tiers, the lowest first"
        inputWrapperOrder={['input', 'description', 'error']}
        placeholder={order.length === 0 ? 'free, pro, enterprise' : ''}
        splitChars={[',', '\n']}
        acceptValueOnBlur
        error={orderError}
        value={order}
        onChange={(next) => onChange({ ...condition, order: splitTags(next, /[,\n]/) })}
        style={{ flex: '1 1 200px' }}
      />
      <NativeSelect
        aria-label="At least this tier"
        description="at least this one"
        inputWrapperOrder={['input', 'description', 'error']}
        w={150}
        error={tierError ?? (known || tier === '' ? undefined : `“${tier}” is not in the list`)}
        data={[{ value: '', label: 'choose…' }, ...order, ...(known || tier === '' ? [] : [tier])]}
        value={tier}
        onChange={(event) => onChange({ ...condition, tier: event.currentTarget.value })}
      />
    </Group>
  );
}
