import { NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { ValueType } from '../../../../../shared/model/flag.ts';
import { useIssue } from '../../../ui/form/issues.ts';
import { ValueInput } from '../../../ui/form/ValueInput.tsx';
import { type FlagPlan, firstNames, firstValues } from './newFlag.ts';

interface StepProps {
  plan: FlagPlan;
  onChange: (change: Partial<FlagPlan>) => void;
}

const types: { value: ValueType; label: string }[] = [
  { value: 'boolean', label: 'yes or no' },
  { value: 'string', label: 'a text' },
  { value: 'number', label: 'a number' },
  { value: 'json', label: 'JSON' },
];

/** What the values are, and the two that it begins with. */
export function ValueStep({ plan, onChange }: StepProps) {
  return (
    <Stack gap="md">
      <NativeSelect
        label="Its values are"
        maw={240}
        data={types}
        value={plan.valueType}
        onChange={(event) => {
          const type = types.find(({ value }) => value === event.currentTarget.value)?.value ?? 'boolean';
          onChange({ valueType: type, values: firstValues[type], names: firstNames(type) });
        }}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <FirstValue index={0} label="Default, and while it is off" plan={plan} onChange={onChange} />
        <FirstValue index={1} label="Second value" plan={plan} onChange={onChange} />
      </SimpleGrid>
    </Stack>
  );
}

function FirstValue({ index, label, plan, onChange }: StepProps & { index: 0 | 1; label: string }) {
  const nameError = useIssue(`variants.${index}.name`);
  const valueError = useIssue(`variants.${index}.value`);
  const with2 = <T,>(pair: [T, T], item: T): [T, T] => (index === 0 ? [item, pair[1]] : [pair[0], item]);
  return (
    <Stack gap="xs">
      <TextInput
        label={`${label}: name`}
        value={plan.names[index]}
        error={nameError}
        onChange={(event) => onChange({ names: with2(plan.names, event.currentTarget.value) })}
      />
      <ValueInput
        key={plan.valueType}
        label="Value"
        type={plan.valueType}
        value={plan.values[index]}
        error={valueError}
        onChange={(value) => onChange({ values: with2(plan.values, value) })}
      />
    </Stack>
  );
}
