import { Button, CopyButton, Group, ScrollArea, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FlagData, PeopleExplained } from '../../../trpc.ts';
import { trpc } from '../../../trpc.ts';
import { counted } from '../../../ui/format.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { toCsv } from '../../../ui/people/csv.ts';
import { mostPeople, PeopleInput } from '../../../ui/people/PeopleInput.tsx';
import { parsePeople } from '../../../ui/people/parsePeople.ts';
import { reasonWords } from '../../../ui/words.ts';

/** What each person of a pasted list gets, and how many get what. */
export function ManyPeople({ data }: { data: FlagData }) {
  const [text, setText] = useState('');
  const people = parsePeople(text);
  const asked = useMutation(trpc.flags.explainMany.mutationOptions());
  return (
    <Panel title="A list of people" note="Paste many at once. No model is called and nothing is recorded.">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Stack gap="sm">
          <PeopleInput text={text} people={people} onText={setText} />
          <Button
            style={{ alignSelf: 'flex-start' }}
            disabled={people.contexts.length === 0}
            loading={asked.isPending}
            onClick={() =>
              asked.mutate({ flag: data.flag.key, contexts: people.contexts.slice(0, mostPeople) })
            }
          >
            Ask for all
          </Button>
          {asked.error && <PageFailure error={asked.error} />}
        </Stack>
        <div aria-live="polite">{asked.data && <PeopleTable data={data} result={asked.data} />}</div>
      </SimpleGrid>
    </Panel>
  );
}

function PeopleTable({ data, result }: { data: FlagData; result: PeopleExplained }) {
  const why = (row: PeopleExplained['rows'][number]) =>
    row.ruleName ?? reasonWords({ ...row, ruleId: null }, data.flag);
  const csv = toCsv([
    ['targetingKey', 'variant', 'why'],
    ...result.rows.map((row) => [row.targetingKey, row.variantName, why(row)]),
  ]);
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {result.counts
            .map(({ variantName, people }) => `${counted(people, 'person', 'people')} get ${variantName}`)
            .join(', ')}
        </Text>
        <CopyButton value={csv}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy as CSV'}
            </Button>
          )}
        </CopyButton>
      </Group>
      <ScrollArea.Autosize
        mah={360}
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Who gets what' }}
      >
        <Table fz="sm" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Person</Table.Th>
              <Table.Th>Gets</Table.Th>
              <Table.Th>Why</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {result.rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same person may stand in a pasted list twice
              <Table.Tr key={index}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{row.targetingKey ?? 'nobody named'}</Table.Td>
                <Table.Td>{row.variantName}</Table.Td>
                <Table.Td>{why(row)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </Stack>
  );
}
