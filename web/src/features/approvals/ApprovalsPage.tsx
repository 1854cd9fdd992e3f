import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { counted } from '../../ui/format.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PolicyPanel } from './PolicyPanel.tsx';
import { RequestCard } from './RequestCard.tsx';

const refetchMs = 5_000;

/** Changes that wait for a second person, what became of earlier ones, and which changes have to wait. */
export function ApprovalsPage() {
  const { data, error, isPending, refetch } = useQuery(
    trpc.approvals.list.queryOptions(undefined, { refetchInterval: refetchMs }),
  );
  return (
    <>
      <PageHeader
        title="Approvals"
        note="Changes that wait for a second person. An override never waits: it is in force at once, and marked in the history."
      />
      <Stack gap="md">
        {isPending && <Skeleton height={240} />}
        {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
        {data?.waiting.length === 0 && (
          <Panel>
            <EmptyState title="Nothing waits for approval">
              What somebody asks for stands here with its diff, until a second person has decided.
            </EmptyState>
          </Panel>
        )}
        {data?.waiting.map((request) => (
          <RequestCard key={request.id} request={request} />
        ))}
        <PolicyPanel />
        {data && data.decided.length > 0 && (
          <Panel title="Decided lately" note={counted(data.decided.length, 'request')}>
            <Stack gap="md">
              {data.decided.map((request) => (
                <RequestCard key={request.id} request={request} />
              ))}
            </Stack>
          </Panel>
        )}
      </Stack>
    </>
  );
}
