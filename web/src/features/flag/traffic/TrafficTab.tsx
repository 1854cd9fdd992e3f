import { Group, Skeleton, Stack, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { type FlagData, trpc } from '../../../trpc.ts';
import { CodeBlock } from '../../../ui/CodeBlock.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { RangePicker } from '../../../ui/RangePicker.tsx';
import { type Minutes, rangeWords } from '../../../ui/range.ts';
import { TrafficNumbers } from '../../../ui/TrafficNumbers.tsx';
import { chartData } from './chartData.ts';
import { VariantTable } from './VariantTable.tsx';

const TrafficCharts = lazy(() => import('./TrafficCharts.tsx'));

interface TrafficTabProps {
  data: FlagData;
  minutes: Minutes;
  onMinutes: (minutes: Minutes) => void;
}

/** How each variant does: how many calls, how fast, how often it had to be replaced. */
export default function TrafficTab({ data, minutes, onMinutes }: TrafficTabProps) {
  const { flag } = data;
  const traffic = useQuery(
    trpc.flags.traffic.queryOptions({ flag: flag.key, minutes }, { placeholderData: keepPreviousData }),
  );
  const found = traffic.data;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={2}>{rangeWords(minutes)}</Title>
        <RangePicker minutes={minutes} onChange={onMinutes} />
      </Group>
      {traffic.isPending && <Skeleton height={480} />}
      {traffic.error && !found && (
        <PageFailure error={traffic.error} onRetry={() => void traffic.refetch()} />
      )}
      {found && found.totals.calls === 0 && (
        <Panel>
          <EmptyState title="No calls in this time">
            Choose a longer time, use “Try it”, or make some traffic on the server:
            <CodeBlock code="npm run demo:traffic" label="Command that makes demo traffic" />
          </EmptyState>
        </Panel>
      )}
      {found && found.totals.calls > 0 && (
        <>
          <Panel aria-label="Totals">
            <TrafficNumbers traffic={found.totals} size="lg" />
          </Panel>
          <VariantTable flag={flag} traffic={found} />
          <Suspense fallback={<Skeleton height={320} />}>
            <TrafficCharts {...chartData(flag, found)} />
          </Suspense>
        </>
      )}
    </Stack>
  );
}
