import { Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { SegmentEntry } from '../../trpc.ts';
import { Panel } from '../../ui/Panel.tsx';
import { ConditionWords } from './ConditionWords.tsx';
import { UsedBy } from './UsedBy.tsx';

/** One segment in the list: who is in it, and where it counts. */
export function SegmentCard({ entry }: { entry: SegmentEntry }) {
  const { segment, conditions } = entry;
  return (
    <Panel id={segment.key} aria-label={segment.name}>
      <Group justify="space-between" align="baseline" gap="xs">
        <Title order={2}>
          <Link to="/segments/$segment" params={{ segment: segment.key }} className="quiet">
            {segment.name}
          </Link>
        </Title>
        <Text size="xs" c="dimmed" ff="monospace">
          {segment.key}
        </Text>
      </Group>
      {segment.description !== '' && (
        <Text size="sm" c="dimmed" mb="sm">
          {segment.description}
        </Text>
      )}
      <ConditionWords conditions={conditions} />
      <UsedBy uses={entry.usedBy} />
    </Panel>
  );
}
