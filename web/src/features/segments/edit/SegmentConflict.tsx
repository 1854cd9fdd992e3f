import { Alert, Button, Group, SimpleGrid, Text } from '@mantine/core';
import { describeCondition } from '../../../../../shared/evaluation/describeCondition.ts';
import type { Segment } from '../../../../../shared/model/segment.ts';
import type { Conflict } from '../../../ui/problem.ts';
import { When } from '../../../ui/When.tsx';
import { ConditionWords } from '../ConditionWords.tsx';

interface SegmentConflictProps {
  conflict: Conflict<Segment>;
  mine: Segment;
  onTheirs: () => void;
  onMine: () => void;
}

/** Somebody else saved the segment first: theirs beside mine. */
export function SegmentConflict({ conflict, mine, onTheirs, onMine }: SegmentConflictProps) {
  const side = (label: string, { conditions }: Segment) => (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {label}
      </Text>
      <ConditionWords conditions={conditions.map(describeCondition)} />
    </div>
  );
  const title = (
    <>
      {conflict.author} saved this segment <When at={conflict.at} />, before you
    </>
  );
  return (
    <Alert color="amber" variant="light" title={title} role="alert">
      <Text size="sm" mb="sm">
        They wrote: “{conflict.reason}”. Nothing of yours is lost.
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        {side('Theirs, live now', conflict.theirs)}
        {side('Yours', mine)}
      </SimpleGrid>
      <Group gap="xs" mt="sm">
        <Button size="xs" variant="default" onClick={onTheirs}>
          Use theirs
        </Button>
        <Button size="xs" onClick={onMine}>
          Replace theirs with mine
        </Button>
      </Group>
    </Alert>
  );
}
