import { Badge, Group, Stack, Text } from '@mantine/core';
import type { DescribedChange } from '../../trpc.ts';
import { ChangeLines } from './ChangeLines.tsx';

const kindWords: Record<DescribedChange['kind'], string> = {
  flag: 'Flag',
  segment: 'Segment',
  unit: 'Unit',
  prompt: 'Prompt',
  override: 'Override',
  schedule: 'Schedule of',
  policy: 'Policy',
  collection: 'Collection',
};
const actionColors: Record<DescribedChange['action'], string> = {
  created: 'pine',
  changed: 'gray',
  deleted: 'red',
};

/** What a revision changed, each thing with its lines of before and after. */
export function ChangeList({ changes }: { changes: readonly DescribedChange[] }) {
  return (
    <Stack gap="sm">
      {changes.map((change) => (
        <div key={`${change.kind} ${change.key}`}>
          <Group gap={8}>
            <Text size="sm" fw={600}>
              {kindWords[change.kind]} {change.name}
            </Text>
            <Badge size="xs" radius="sm" tt="none" variant="light" color={actionColors[change.action]}>
              {change.action}
            </Badge>
          </Group>
          {change.lines.length > 0 && <ChangeLines lines={change.lines} />}
        </div>
      ))}
    </Stack>
  );
}
