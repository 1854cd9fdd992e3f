import { Badge, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../trpc.ts';
import { counted, formatShare } from '../../../ui/format.ts';
import { Metric, MetricList } from '../../../ui/Metric.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { CheckList } from '../act/CheckList.tsx';
import { unknownInWords } from '../golden/keptWords.ts';
import { Histogram } from '../Histogram.tsx';
import classes from '../Migration.module.css';
import type { MigrationDetail, MigrationState } from '../types.ts';
import { verdictWords } from '../verdictAge.ts';
import { formatMs } from '../words.ts';
import { IntervalPlot } from './IntervalPlot.tsx';
import { Movers } from './Movers.tsx';
import { hasIntervals, type ParityReport, readReport } from './readReport.ts';
import { VerdictAge } from './VerdictAge.tsx';

const soonMs = 1_000;

/** Whether there is a verdict that the report at this moment is not of. */
const isOlder = (at: string | undefined, { gate }: MigrationState): boolean =>
  gate !== null && (at === undefined || Date.parse(at) < gate.at);

/** The newest verdict with everything that it was made by. */
export default function ReportPanel({ migration }: { migration: MigrationDetail }) {
  const { id, state } = migration;
  const { data, error, refetch } = useQuery(
    trpc.migrations.reports.queryOptions(
      { id, limit: 1 },
      {
        staleTime: 0,
        refetchInterval: (query) => (isOlder(query.state.data?.reports[0]?.at, state) ? soonMs : false),
      },
    ),
  );
  const [stored] = data?.reports ?? [];
  const report = stored && readReport(stored);
  const verdict = report && verdictWords[report.verdict];
  return (
    <Panel
      title="Is the new index as good?"
      aside={
        verdict && (
          <Badge size="lg" radius="sm" tt="none" variant="light" color={verdict.color}>
            {verdict.words}
          </Badge>
        )
      }
    >
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={240} />}
      {data && !stored && (
        <Text size="sm" c="dimmed">
          The report is on its way.
        </Text>
      )}
      {stored && !report && (
        <Text size="sm">
          This report was written by another version of Knowngood. Compare again to see one.
        </Text>
      )}
      {report && (
        <Stack gap="lg">
          <VerdictAge state={state} />
          <Quality report={report} />
          <section aria-label="What must hold">
            <Title order={3} mb="xs">
              What must hold
            </Title>
            <CheckList label="What must hold" checks={report.hard} />
          </section>
          <section aria-label="What users would notice">
            <Title order={3} mb="xs">
              What users would notice
            </Title>
            <CheckList label="What users would notice" checks={report.operational} />
            <Latency report={report} />
          </section>
          <Advisory report={report} collection={state.collection} />
        </Stack>
      )}
    </Panel>
  );
}

function Quality({ report }: { report: ParityReport }) {
  const { statistical, golden } = report;
  return (
    <section aria-label="Answers to golden queries">
      <Title order={3} mb={4}>
        Answers to golden queries
      </Title>
      <Text size="sm" mb="sm">
        {statistical.words}.
      </Text>
      {golden && golden.unknownCount > 0 && (
        <Text size="sm" c="dimmed" mb="sm" style={{ overflowWrap: 'anywhere' }}>
          {unknownInWords(golden)}.
        </Text>
      )}
      {hasIntervals(statistical) && <IntervalPlot statistical={statistical} />}
    </section>
  );
}

function Latency({ report: { latency } }: { report: ParityReport }) {
  if (latency === null) return null;
  const { old, new: fresh } = latency;
  return (
    <div style={{ marginTop: 14 }}>
      <MetricList width={150}>
        <Metric label="Half of searches within" extra={`old ${formatMs(old.p50)}`}>
          {formatMs(fresh.p50)}
        </Metric>
        <Metric label="99 of 100 within" extra={`old ${formatMs(old.p99)}`}>
          {formatMs(fresh.p99)}
        </Metric>
      </MetricList>
      {old.histogram && fresh.histogram && (
        <div className={classes.plotBox}>
          <Histogram what="searches" old={old.histogram} new={fresh.histogram} />
        </div>
      )}
    </div>
  );
}

function Advisory({ report, collection }: { report: ParityReport; collection: string }) {
  const { advisory, movers } = report;
  return (
    <section aria-label="Only to look at">
      <Title order={3} mb={4}>
        Only to look at
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        These figures say how different the two are, not which is better. They decide nothing.
      </Text>
      <MetricList width={170}>
        <Metric label="Same among the first 10" title="Overlap of the first ten results, mean over queries">
          {share(advisory.overlap10)}
        </Metric>
        <Metric label="Same order" title="Rank-biased overlap (p = 0.9), mean over queries">
          {share(advisory.rankBiasedOverlap)}
        </Metric>
      </MetricList>
      {movers.length > 0 && (
        <>
          <Text size="sm" fw={600} mt="md" mb={4}>
            {counted(movers.length, 'query', 'queries')} that moved most, by nDCG@10
          </Text>
          <Movers collection={collection} movers={movers} />
        </>
      )}
    </section>
  );
}

const share = (value: number | null): string =>
  value === null ? 'unknown' : formatShare(Math.round(value * 1_000) / 1_000);
