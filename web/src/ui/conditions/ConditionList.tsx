import { Button, Stack, Text } from '@mantine/core';
import type { Condition } from '../../../../shared/model/condition.ts';
import { useOwnIssue } from '../form/issues.ts';
import { PlusIcon } from '../icons.tsx';
import { blankCondition } from './blank.ts';
import { ConditionRow } from './ConditionRow.tsx';

interface ConditionListProps {
  /** The conditions' path in the schema, "rules.0.match.conditions". */
  path: string;
  conditions: readonly Condition[];
  attributes: readonly string[];
  /** Those that a condition may look at. */
  segments: readonly { key: string; name: string }[];
  onChange: (conditions: Condition[]) => void;
}

/** Conditions that must all hold. */
export function ConditionList({ path, conditions, attributes, segments, onChange }: ConditionListProps) {
  const error = useOwnIssue(path);
  return (
    <Stack gap={8}>
      <Text size="sm" c="dimmed">
        {conditions.length > 1 ? 'All of these must hold.' : 'This must hold.'}
      </Text>
      {conditions.map((condition, index) => (
        <ConditionRow
          // Conditions have no identity but their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          path={`${path}.${index}`}
          number={index + 1}
          condition={condition}
          attributes={attributes}
          segments={segments}
          onChange={(next) => onChange(conditions.with(index, next))}
          onRemove={conditions.length > 1 ? () => onChange(conditions.toSpliced(index, 1)) : undefined}
        />
      ))}
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
      <Button
        variant="default"
        size="xs"
        leftSection={<PlusIcon size={14} />}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => onChange([...conditions, blankCondition()])}
      >
        Add condition
      </Button>
    </Stack>
  );
}
