import { NativeSelect, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useSession } from '../../ui/useSession.ts';
import { Differences } from './Differences.tsx';

/** Another environment beside this one, and what of it is to come here. */
export function ComparePage() {
  const environments = useQuery(trpc.environments.list.queryOptions());
  const session = useSession();
  const [chosen, setChosen] = useState<string | null>(null);
  const here = session.data?.environment.key;
  const others = environments.data?.environments.filter(({ key }) => key !== here) ?? [];
  const from = others.find(({ key }) => key === chosen) ?? others[0];
  return (
    <>
      <PageHeader
        title="Compare"
        note="Another environment beside this one. Promote what has proved itself there: it comes here as one revision."
      />
      {(environments.isPending || session.isPending) && <Skeleton height={200} />}
      {environments.error && (
        <PageFailure error={environments.error} onRetry={() => void environments.refetch()} />
      )}
      {environments.data && session.data && !from && (
        <Panel>
          <EmptyState title="There is nothing to compare with">
            You have no role in any other environment. An admin makes environments in the settings.
          </EmptyState>
        </Panel>
      )}
      {from && (
        <>
          <NativeSelect
            label="Compare with"
            maw={320}
            mb="md"
            value={from.key}
            data={others.map(({ key, name }) => ({ value: key, label: name }))}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          />
          <Differences key={from.key} from={from} />
        </>
      )}
    </>
  );
}
