import { Anchor, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { type SegmentEntry, trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';

/** Named groups of people, in words. */
export function SegmentsPage() {
  const { data, error, isPending, refetch } = useQuery(trpc.segments.list.queryOptions());
  return (
    <>
      <PageHeader
        title="Segments"
        note="Named groups of people that rules refer to. Somebody is in a segment when all of its conditions hold."
      />
      {isPending && <Skeleton height={220} />}
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {data?.segments.length === 0 && (
        <Panel>
          <EmptyState title="No segments yet">
            A segment names a group once, such as “Beta users”, so that many flags can use it.
          </EmptyState>
        </Panel>
      )}
      {data && (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          {data.segments.map((entry) => (
            <SegmentCard key={entry.segment.key} entry={entry} />
          ))}
        </SimpleGrid>
      )}
    </>
  );
}

function SegmentCard({ entry }: { entry: SegmentEntry }) {
  const { segment, conditions } = entry;
  return (
    <Panel
      title={segment.name}
      id={segment.key}
      note={segment.description === '' ? undefined : segment.description}
      aside={
        <Text size="xs" ff="monospace" c="dimmed">
          {segment.key}
        </Text>
      }
    >
      <ul style={{ margin: 0, paddingInlineStart: 18, fontSize: 'var(--mantine-font-size-sm)' }}>
        {conditions.map((condition, index) => (
          <li key={condition}>
            {condition}
            {index < conditions.length - 1 && (
              <span style={{ color: 'var(--mantine-color-dimmed)' }}> and</span>
            )}
          </li>
        ))}
      </ul>
      <Text size="sm" c="dimmed" mt="sm">
        {entry.usedBy.length === 0 ? 'Not used by any flag.' : 'Used by '}
        {entry.usedBy.map((use, index) => (
          <Fragment key={`${use.flag} ${use.rule}`}>
            {index > 0 && ', '}
            <Anchor
              inherit
              underline="always"
              renderRoot={(props) => <Link to="/flags/$flag" params={{ flag: use.flag }} {...props} />}
            >
              {use.flagName}
            </Anchor>{' '}
            (rule “{use.rule}”)
          </Fragment>
        ))}
      </Text>
    </Panel>
  );
}
