import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ProviderCard } from './ProviderCard.tsx';

const AddProvider = lazy(() => import('./AddProvider.tsx'));

const refreshMs = 4_000;

/** How every provider does at the moment. It belongs to the server, not to an environment. */
export function ProvidersPage() {
  const { data, error, isPending, refetch } = useQuery(
    trpc.providers.health.queryOptions(undefined, { refetchInterval: refreshMs }),
  );
  const [asked, setAsked] = useState<boolean | null>(null);
  const teach = asked ?? data?.every(({ simulated }) => simulated) ?? false;
  return (
    <>
      <PageHeader
        title="Providers"
        note="Attempts of the last 15 minutes, of all environments, as this server has counted them since it started. Fresh every few seconds."
      >
        {data !== undefined && (
          <Button size="sm" variant="default" aria-expanded={teach} onClick={() => setAsked(!teach)}>
            {teach ? 'Hide how to set one up' : 'Set up a provider…'}
          </Button>
        )}
      </PageHeader>
      {isPending && <Skeleton height={320} />}
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      <Stack gap="md">
        {error && data && (
          <Text size="sm" c="var(--kg-warning)" role="status">
            The server does not answer now; these are the last figures that came.
          </Text>
        )}
        {data?.length === 0 && (
          <Panel>
            <EmptyState title="No provider is set up">
              Until there is one, no model can answer and calls get their flag’s fixed text. This is how one
              is set up:
            </EmptyState>
          </Panel>
        )}
        {data?.map((provider) => (
          <ProviderCard key={provider.name} provider={provider} />
        ))}
        {teach && (
          <Suspense fallback={<Skeleton height={320} />}>
            <AddProvider />
          </Suspense>
        )}
      </Stack>
    </>
  );
}
