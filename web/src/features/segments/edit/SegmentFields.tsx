import { SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import type { Segment } from '../../../../../shared/model/segment.ts';
import type { SegmentEntry } from '../../../trpc.ts';
import { attributeNames } from '../../../ui/conditions/attributes.ts';
import { ConditionList } from '../../../ui/conditions/ConditionList.tsx';
import { useIssue } from '../../../ui/form/issues.ts';

interface SegmentFieldsProps {
  draft: Segment;
  /** A new segment has its key still to choose. */
  isNew: boolean;
  all: readonly SegmentEntry[];
  onDraft: (draft: Segment) => void;
}

const looksAtSegments = ({ segment }: SegmentEntry): boolean =>
  segment.conditions.some((condition) => 'segment' in condition);

/** Name, description and conditions. A segment may look at others, but only at those that look at none. */
export function SegmentFields({ draft, isNew, all, onDraft }: SegmentFieldsProps) {
  const nameError = useIssue('name');
  const keyError = useIssue('key');
  const others = all.filter((one) => one.segment.key !== draft.key && !looksAtSegments(one));
  const inner = all.some(({ segment }) =>
    segment.conditions.some((condition) => 'segment' in condition && condition.segment === draft.key),
  );
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput
          label="Name"
          placeholder="Beta users"
          value={draft.name}
          error={nameError}
          onChange={(event) => onDraft({ ...draft, name: event.currentTarget.value })}
        />
        {isNew && (
          <TextInput
            label="Key"
            value={draft.key}
            error={keyError}
            onChange={(event) => onDraft({ ...draft, key: event.currentTarget.value })}
          />
        )}
        <Textarea
          label="Description"
          autosize
          maxRows={5}
          value={draft.description}
          onChange={(event) => onDraft({ ...draft, description: event.currentTarget.value })}
        />
      </SimpleGrid>
      <ConditionList
        path="conditions"
        conditions={draft.conditions}
        attributes={attributeNames(all.flatMap(({ segment }) => segment.conditions))}
        segments={inner ? [] : others.map(({ segment }) => ({ key: segment.key, name: segment.name }))}
        onChange={(conditions) => onDraft({ ...draft, conditions })}
      />
    </Stack>
  );
}
