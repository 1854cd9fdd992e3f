import { Anchor, Button, Stack, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { counted } from '../../ui/format.ts';
import { StopIcon } from '../../ui/icons.tsx';
import { everything, useOverrideDialog } from '../../ui/overrides/request.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { RangePicker } from '../../ui/RangePicker.tsx';
import { type Minutes, rangeWords } from '../../ui/range.ts';
import { ReceiptLine } from '../../ui/receipts/ReceiptLine.tsx';
import { TrafficNumbers } from '../../ui/TrafficNumbers.tsx';
import { useMay } from '../../ui/useSession.ts';
import { FlagRow } from './FlagRow.tsx';
import { LastChange } from './LastChange.tsx';
import { NoTraffic } from './NoTraffic.tsx';
import { OverviewSkeleton } from './OverviewSkeleton.tsx';
import { RecentChanges } from './RecentChanges.tsx';

/** Past this many the table of all flags is the better page. */
const mostFlags = 50;

interface OverviewPageProps {
  minutes: Minutes;
  onMinutes: (minutes: Minutes) => void;
}

/** What is live, what changed, and how to stop it. */
export function OverviewPage({ minutes, onMinutes }: OverviewPageProps) {
  const overview = useQuery(
    trpc.overview.get.queryOptions({ minutes }, { placeholderData: keepPreviousData }),
  );
  const open = useOverrideDialog();
  const may = useMay();
  const data = overview.data;
  return (
    <>
      <PageHeader
        title="Overview"
        note={
          data ? (
            <>
              <LastChange revision={data.revision} />
              <div>
                <ReceiptLine />
              </div>
            </>
          ) : (
            'Fetching what is live…'
          )
        }
      >
        <RangePicker minutes={minutes} onChange={onMinutes} />
        {may.override && (
          <Button
            size="xs"
            color="red"
            variant="outline"
            leftSection={<StopIcon size={15} />}
            onClick={() => open({ action: 'known-good', target: everything })}
          >
            Stop everything…
          </Button>
        )}
      </PageHeader>
      {overview.isPending && <OverviewSkeleton />}
      {overview.error && !data && (
        <PageFailure error={overview.error} onRetry={() => void overview.refetch()} />
      )}
      {data && (
        <Stack gap="md">
          <Panel aria-label={`Totals, ${rangeWords(minutes).toLowerCase()}`}>
            <TrafficNumbers traffic={data.totals} size="lg" />
          </Panel>
          {data.totals.calls === 0 && data.flags.length > 0 && <NoTraffic minutes={minutes} />}
          <Title order={2} className="visually-hidden">
            Flags
          </Title>
          {data.flags.slice(0, mostFlags).map((flag) => (
            <FlagRow key={flag.key} flag={flag} minutes={minutes} />
          ))}
          {data.flags.length > mostFlags && (
            <Anchor size="sm" renderRoot={(props) => <Link to="/flags" {...props} />}>
              All {counted(data.flags.length, 'flag')}
            </Anchor>
          )}
          <RecentChanges />
          {data.flags.length === 0 && (
            <Panel>
              <EmptyState title="No flags yet">
                A flag names one decision about AI in your product. The demo has some: stop the server and run
                npm start with an empty data folder.
              </EmptyState>
            </Panel>
          )}
        </Stack>
      )}
    </>
  );
}
