import { Button, Group, SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { Segment } from '../../../../shared/model/segment.ts';
import type { SegmentEntry } from '../../trpc.ts';
import { EditIcon } from '../../ui/icons.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { RevisionLog } from '../../ui/revisions/RevisionLog.tsx';
import { useMay } from '../../ui/useSession.ts';
import { ConditionWords } from './ConditionWords.tsx';
import { DeleteSegment } from './edit/DeleteSegment.tsx';
import { SegmentTester } from './SegmentTester.tsx';
import { UsedBy } from './UsedBy.tsx';

const SegmentForm = lazy(() => import('./edit/SegmentForm.tsx'));

interface SegmentDetailsProps {
  entry: SegmentEntry;
  all: readonly SegmentEntry[];
}

/** The segment as it is, or as it is being edited; the tester always asks about what is seen. */
export default function SegmentDetails({ entry, all }: SegmentDetailsProps) {
  const { segment } = entry;
  const [draft, setDraft] = useState<Segment | null>(null);
  const may = useMay();
  return (
    <>
      <PageHeader title={segment.name} note={segment.description === '' ? segment.key : segment.description}>
        {may.edit && draft === null && (
          <Group gap="xs">
            <DeleteSegment entry={entry} />
            <Button variant="default" leftSection={<EditIcon size={15} />} onClick={() => setDraft(segment)}>
              Edit
            </Button>
          </Group>
        )}
      </PageHeader>
      <Stack gap="md">
        {draft ? (
          <Suspense fallback={<Skeleton height={320} />}>
            <SegmentForm
              entry={entry}
              all={all}
              draft={draft}
              onDraft={setDraft}
              onClose={() => setDraft(null)}
            />
          </Suspense>
        ) : (
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
            <Panel title="Who is in it" note="Somebody is in the segment when all of this holds.">
              <ConditionWords conditions={entry.conditions} />
            </Panel>
            <Panel title="Where it counts">
              <UsedBy uses={entry.usedBy} />
            </Panel>
          </SimpleGrid>
        )}
        <SegmentTester segment={draft ?? segment} edited={draft !== null} />
        <Panel
          title="What changed on this segment"
          note="Newest first. Restoring brings back this segment alone; everything else stays as it is."
          flush
        >
          <RevisionLog resource={{ kind: 'segment', key: segment.key }} what={segment.name} />
        </Panel>
      </Stack>
    </>
  );
}
