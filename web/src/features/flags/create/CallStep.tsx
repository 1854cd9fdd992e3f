import { Select, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../trpc.ts';
import { useIssue } from '../../../ui/form/issues.ts';
import type { FlagPlan } from './newFlag.ts';

/** The unit that answers, another to try, and what is said when none can. */
export function CallStep({
  plan,
  onChange,
}: {
  plan: FlagPlan;
  onChange: (change: Partial<FlagPlan>) => void;
}) {
  const units = useQuery(trpc.units.list.queryOptions());
  const unitError = useIssue('variants.0.unit');
  const textError = useIssue(`variants.${plan.otherUnit === '' ? 1 : 2}.text`);
  const choices = (units.data?.units ?? [])
    .filter(({ retiredAt }) => retiredAt === null)
    .map(({ id, label }) => ({ value: id, label }));
  return (
    <Stack gap="md">
      <Select
        label="Known-good unit"
        description="What answers at first, and what the flag returns to"
        placeholder="choose a registered unit"
        searchable
        allowDeselect={false}
        error={unitError && 'Choose a registered unit'}
        data={choices}
        value={plan.unit === '' ? null : plan.unit}
        onChange={(unit) => onChange({ unit: unit ?? '' })}
      />
      <Select
        label="Another unit to try"
        description="Optional; nobody gets it until you give it a share"
        placeholder="none"
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'No other unit' }}
        data={choices.filter(({ value }) => value !== plan.unit)}
        value={plan.otherUnit === '' ? null : plan.otherUnit}
        onChange={(otherUnit) => onChange({ otherUnit: otherUnit ?? '' })}
      />
      <Textarea
        label="Fixed answer"
        description="When no unit can answer, when the flag is off and when it is killed"
        autosize
        minRows={2}
        maxRows={6}
        error={textError}
        value={plan.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
    </Stack>
  );
}
