import { Button, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../../trpc.ts';
import { PlusIcon } from '../../../ui/icons.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { PageHeader } from '../../../ui/PageHeader.tsx';
import { useSession } from '../../../ui/useSession.ts';
import { EnvironmentCard } from './EnvironmentCard.tsx';
import { NewEnvironmentDialog } from './NewEnvironmentDialog.tsx';

/** Every environment that one has a role in. */
export function EnvironmentsPage() {
  const { data, error, isPending, refetch } = useQuery(trpc.environments.list.queryOptions());
  const session = useSession();
  const [adding, setAdding] = useState(false);
  const adminOfAll = session.data?.roles['*'] === 'admin';
  return (
    <>
      <PageHeader
        title="Environments"
        note="Each has flags, keys, a history and roles of its own. What happens in one never reaches another."
      >
        {adminOfAll && (
          <Button size="sm" leftSection={<PlusIcon size={15} />} onClick={() => setAdding(true)}>
            New environment…
          </Button>
        )}
      </PageHeader>
      {isPending && <Skeleton height={200} />}
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      <Stack gap="sm">
        {data?.environments.map((entry) => (
          <EnvironmentCard
            key={entry.key}
            entry={entry}
            here={entry.key === session.data?.environment.key}
            mayChange={adminOfAll}
          />
        ))}
      </Stack>
      {adding && (
        <NewEnvironmentDialog environments={data?.environments ?? []} onClose={() => setAdding(false)} />
      )}
    </>
  );
}
