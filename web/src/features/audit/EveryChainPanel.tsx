import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../trpc.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useSession } from '../../ui/useSession.ts';
import { ChainReportLine } from './ChainReportLine.tsx';

/** Every environment's chain, and that of people, keys and environments, for whoever is an admin of them all. */
export function EveryChainPanel() {
  const [asked, setAsked] = useState(false);
  const session = useSession();
  const check = useQuery(
    trpc.revisions.verifyAll.queryOptions(undefined, { enabled: asked, staleTime: 0, retry: false }),
  );
  if (session.data?.role !== 'admin') return null;
  return (
    <Panel
      title="Every chain"
      note="Each environment has its own, and so have people, keys and environments: that one is called “system”."
    >
      <Stack gap="sm" align="flex-start" aria-live="polite">
        {check.data?.map((report) => (
          <ChainReportLine key={report.environment} report={report} />
        ))}
        {check.error && <PageFailure error={check.error} />}
        <Button
          variant="default"
          loading={check.isFetching}
          onClick={() => (asked ? void check.refetch() : setAsked(true))}
        >
          Check them all
        </Button>
      </Stack>
    </Panel>
  );
}
