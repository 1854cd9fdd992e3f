import { Button, SimpleGrid, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Segment } from '../../../../shared/model/segment.ts';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { mostPeople, PeopleInput } from '../../ui/people/PeopleInput.tsx';
import { parsePeople } from '../../ui/people/parsePeople.ts';
import { SegmentTestTable } from './SegmentTestTable.tsx';

/** Asks of a list of people who is in the segment, as it is seen on the page, saved or not. */
export function SegmentTester({ segment, edited }: { segment: Segment; edited: boolean }) {
  const [text, setText] = useState('');
  const people = parsePeople(text);
  const test = useMutation(trpc.segments.test.mutationOptions());
  const asked = test.variables?.segment.conditions;
  const outdated = test.isSuccess && JSON.stringify(asked) !== JSON.stringify(segment.conditions);
  return (
    <Panel
      title="Test who is in it"
      note={
        edited
          ? 'Asks about the segment as you have edited it; nothing has to be saved first.'
          : 'Paste people as your product describes them. Nothing is recorded.'
      }
    >
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Stack gap="sm">
          <PeopleInput
            text={text}
            people={people}
            onText={(next) => {
              setText(next);
              // What was answered was about other people.
              test.reset();
            }}
          />
          <Button
            style={{ alignSelf: 'flex-start' }}
            disabled={people.contexts.length === 0}
            loading={test.isPending}
            onClick={() => test.mutate({ segment, contexts: people.contexts.slice(0, mostPeople) })}
          >
            Test
          </Button>
          {test.error && <PageFailure error={test.error} />}
        </Stack>
        <div aria-live="polite">
          {test.data && !outdated && <SegmentTestTable result={test.data} />}
          {outdated && (
            <EmptyState title="The conditions have changed since">
              Test again to see who is in it now.
            </EmptyState>
          )}
          {!test.data && (
            <EmptyState title="Nobody tested yet">
              Each person is shown with the conditions that hold and those that do not.
            </EmptyState>
          )}
        </div>
      </SimpleGrid>
    </Panel>
  );
}
