import { Alert, Button, Group, SimpleGrid, Text } from '@mantine/core';
import type { FlagData } from '../../../../trpc.ts';
import type { Conflict } from '../../../../ui/problem.ts';
import { ChangeLines } from '../../../../ui/revisions/ChangeLines.tsx';
import { When } from '../../../../ui/When.tsx';
import { describeFlag } from './describeFlag.ts';
import { mergeFlags } from './mergeFlags.ts';
import type { FlagDraft } from './useFlagDraft.ts';

interface ConflictViewProps {
  data: FlagData;
  form: FlagDraft;
  conflict: Conflict;
}

/** Somebody else saved first: what they changed beside what I changed, and three ways on. */
export function ConflictView({ data, form, conflict }: ConflictViewProps) {
  const { theirs, author, at, reason } = conflict;
  const { both } = mergeFlags(form.base, form.draft, theirs);
  const title = (
    <>
      {author} saved this flag <When at={at} />, before you
    </>
  );
  return (
    <Alert color="amber" variant="light" title={title} role="alert">
      <Text size="sm" mb="sm">
        They wrote: “{reason}”. Nothing of yours is lost.
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <div>
          <Text size="sm" fw={600} mb={4}>
            What they changed
          </Text>
          <ChangeLines lines={describeFlag(form.base, theirs, data)} />
        </div>
        <div>
          <Text size="sm" fw={600} mb={4}>
            What you changed
          </Text>
          <ChangeLines lines={describeFlag(form.base, form.draft, data)} />
        </div>
      </SimpleGrid>
      {both.length > 0 && (
        <Text size="sm" mt="sm">
          Both of you changed the {both.join(' and the ')}: putting yours on top drops theirs there.
        </Text>
      )}
      <Group gap="xs" mt="sm">
        <Button size="xs" variant="default" onClick={form.useTheirs}>
          Use theirs
        </Button>
        <Button size="xs" onClick={form.mergeTheirs}>
          Put mine on top of theirs
        </Button>
      </Group>
    </Alert>
  );
}
