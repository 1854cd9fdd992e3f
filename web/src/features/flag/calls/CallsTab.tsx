import { Button, Center, Group, NativeSelect, Skeleton, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Outcome } from '../../../../../shared/model/call.ts';
import type { FlagData } from '../../../trpc.ts';
import { CodeBlock } from '../../../ui/CodeBlock.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { outcomeWords } from '../../../ui/words.ts';
import { CallsTable } from './CallsTable.tsx';
import { callsQuery } from './callsQuery.ts';

const outcomes = Outcome.options.map((value) => ({ value, label: outcomeWords[value] }));

/** The calls themselves, newest first and live. */
export default function CallsTab({ data }: { data: FlagData }) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const calls = useInfiniteQuery(callsQuery(data.flag.key, outcome));
  const rows = calls.data?.pages.flatMap((page) => page.inferences) ?? [];
  return (
    <Panel
      title="Recent calls"
      note="Newest first, live. Texts are never kept, and the user only as a hash."
      aside={
        <NativeSelect
          size="xs"
          aria-label="Outcome"
          data={[{ value: '', label: 'Any outcome' }, ...outcomes]}
          value={outcome ?? ''}
          onChange={(event) =>
            setOutcome(Outcome.options.find((known) => known === event.currentTarget.value) ?? null)
          }
        />
      }
    >
      {calls.isPending && <Skeleton height={360} />}
      {calls.error && rows.length === 0 && (
        <PageFailure error={calls.error} onRetry={() => void calls.refetch()} />
      )}
      {calls.isSuccess && rows.length === 0 && (
        <EmptyState title={outcome === null ? 'No calls yet' : 'No calls with this outcome'}>
          {outcome === null && (
            <>
              Use “Try it”, copy a snippet from “Code”, or make some traffic on the server:
              <CodeBlock code="npm run demo:traffic" label="Command that makes demo traffic" />
            </>
          )}
        </EmptyState>
      )}
      {rows.length > 0 && <CallsTable data={data} calls={rows} />}
      {rows.length > 0 && (
        <Center mt="sm">
          {calls.hasNextPage ? (
            <Button
              variant="default"
              size="xs"
              loading={calls.isFetchingNextPage}
              onClick={() => void calls.fetchNextPage()}
            >
              Load more
            </Button>
          ) : (
            <Group>
              <Text size="xs" c="dimmed">
                These are all there are.
              </Text>
            </Group>
          )}
        </Center>
      )}
    </Panel>
  );
}
