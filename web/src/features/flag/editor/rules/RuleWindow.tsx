import { Group, Switch } from '@mantine/core';
import type { Rule } from '../../../../../../shared/model/flag.ts';
import { useIssue } from '../../../../ui/form/issues.ts';
import { LocalTime } from '../../../../ui/form/LocalTime.tsx';

interface RuleWindowProps {
  path: string;
  rule: Rule;
  onChange: (rule: Rule) => void;
}

/** When a rule holds; without a window it always does. */
export function RuleWindow({ path, rule, onChange }: RuleWindowProps) {
  const { window, ...always } = rule;
  const { from = '', until = '' } = window ?? {};
  const fromError = useIssue(`${path}.from`);
  const untilError = useIssue(`${path}.until`);
  const set = (next: { from: string; until: string }) =>
    onChange({
      ...always,
      window: {
        ...(next.from === '' ? {} : { from: next.from }),
        ...(next.until === '' ? {} : { until: next.until }),
      },
    });
  return (
    <div>
      <Switch
        label="Only for a limited time"
        withThumbIndicator={false}
        checked={window !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? { ...always, window: {} } : always)}
      />
      {window && (
        <Group gap="md" mt="xs" align="flex-start">
          <LocalTime
            label="From"
            value={from}
            error={fromError}
            onChange={(next) => set({ from: next, until })}
          />
          <LocalTime
            label="Until"
            value={until}
            error={untilError}
            onChange={(next) => set({ from, until: next })}
          />
        </Group>
      )}
    </div>
  );
}
