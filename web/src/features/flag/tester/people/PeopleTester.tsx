import { Button, SimpleGrid, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type FlagData, trpc } from '../../../../trpc.ts';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { PageFailure } from '../../../../ui/PageFailure.tsx';
import { Panel } from '../../../../ui/Panel.tsx';
import { mostPeople, PeopleInput } from '../../../../ui/people/PeopleInput.tsx';
import { parsePeople } from '../../../../ui/people/parsePeople.ts';
import { PeopleResult } from './PeopleResult.tsx';

/** What each of a list of people gets. No model is called and nothing is recorded. */
export function PeopleTester({ data }: { data: FlagData }) {
  const [text, setText] = useState('');
  const people = parsePeople(text);
  const explain = useMutation(trpc.flags.explainMany.mutationOptions());
  const ask = () => explain.mutate({ flag: data.flag.key, contexts: people.contexts.slice(0, mostPeople) });
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Panel
        title="Who asks"
        note={`Up to ${mostPeople} people. No model is called and nothing is recorded.`}
      >
        <Stack gap="sm">
          <PeopleInput
            text={text}
            people={people}
            onText={(next) => {
              setText(next);
              // What was answered was about other people.
              explain.reset();
            }}
          />
          <Button
            style={{ alignSelf: 'flex-start' }}
            disabled={people.contexts.length === 0}
            loading={explain.isPending}
            onClick={ask}
          >
            Who gets what
          </Button>
          {explain.error && <PageFailure error={explain.error} />}
        </Stack>
      </Panel>
      <div aria-live="polite" style={{ minWidth: 0 }}>
        <Panel title="What they get">
          {explain.data ? (
            <PeopleResult
              flag={data.flag}
              contexts={explain.variables?.contexts ?? []}
              result={explain.data}
            />
          ) : (
            <EmptyState title="Nobody asked yet">
              Each person is shown with the variant, the reason and the rule that decided.
            </EmptyState>
          )}
        </Panel>
      </div>
    </SimpleGrid>
  );
}
