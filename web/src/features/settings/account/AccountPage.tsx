import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../trpc.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { PageHeader } from '../../../ui/PageHeader.tsx';
import { NamePanel } from './NamePanel.tsx';
import { PasswordPanel } from './PasswordPanel.tsx';
import { SessionsPanel } from './SessionsPanel.tsx';
import { TwoFactorPanel } from './TwoFactorPanel.tsx';

/** What signed-in people see and change about themselves. */
export function AccountPage() {
  const { data, error, isPending, refetch } = useQuery(trpc.account.get.queryOptions());
  return (
    <>
      <PageHeader title="Your account" note={data?.person.email} />
      {isPending && <Skeleton height={320} />}
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {data && (
        <Stack gap="md" maw={720}>
          <NamePanel name={data.person.name} />
          <PasswordPanel hasPassword={data.person.hasPassword} email={data.person.email} />
          <TwoFactorPanel person={data.person} />
          <SessionsPanel sessions={data.sessions} />
        </Stack>
      )}
    </>
  );
}
