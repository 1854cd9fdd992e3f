import { Alert, Anchor, Progress, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { counted, formatCost, formatCount } from '../../ui/format.ts';
import { WarningIcon } from '../../ui/icons.tsx';
import { Metric, MetricList } from '../../ui/Metric.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { BackfillSpeed } from './BackfillSpeed.tsx';
import { backfillWords } from './backfillWords.ts';
import type { MigrationDetail } from './types.ts';

/** How far the new index is, how fast it goes, and what the embedder refuses. */
export default function BackfillPanel({ migration }: { migration: MigrationDetail }) {
  const { state, coverage, refused, refusedCount, spent } = migration;
  const { budgetUsd } = state.throttle;
  const words = backfillWords(migration);
  return (
    <Panel
      title="Backfill"
      note={`At most ${counted(state.throttle.documentsPerSecond, 'document')} a second, ${counted(state.throttle.batchesInFlight, 'batch', 'batches')} at once. It gives way while writes wait.`}
      aside={<BackfillSpeed migration={migration} />}
    >
      {coverage && (
        <>
          <Progress
            value={words.percent}
            size="lg"
            radius="sm"
            color={state.stage === 'paused' ? 'amber' : 'pine'}
            animated={state.stage === 'backfilling'}
            aria-label="Share of documents in the new index"
            mb="sm"
          />
          <MetricList width={130}>
            <Metric label="Documents" extra={`of ${formatCount(coverage.documents)}`} size="lg">
              {formatCount(coverage.covered)}
            </Metric>
            <Metric label="Speed" size="lg">
              {words.rate}
            </Metric>
            <Metric label="Time left" size="lg" title={words.etaNote}>
              {words.eta}
            </Metric>
            <Metric label="Chunks" size="lg">
              {formatCount(coverage.chunks)}
            </Metric>
            <Metric
              label="Spent"
              size="lg"
              title="What the embedder has cost so far"
              extra={`${formatCount(spent.tokens)} tokens${budgetUsd === null ? '' : `, at most ${formatCost(budgetUsd)}`}`}
            >
              {formatCost(spent.usd)}
            </Metric>
          </MetricList>
          <Text size="xs" c="dimmed" mt={6}>
            {words.etaNote}
          </Text>
        </>
      )}
      {!coverage && (
        <Text size="sm" c="dimmed">
          Nothing has been built yet.
        </Text>
      )}
      {refusedCount > 0 && (
        <Alert
          color="red"
          variant="light"
          mt="sm"
          icon={<WarningIcon />}
          title={`The embedder refuses ${counted(refusedCount, 'document')}`}
        >
          <Text size="sm">
            {refusedCount === 1 ? 'It is a dead letter' : 'They are dead letters'} of the new index. A cutover
            is refused until each is mended, tried again, or waived by its id: change or remove it, or try it
            again on the collection’s page.
          </Text>
          <ul style={{ margin: '6px 0 0', paddingInlineStart: 18 }}>
            {refused.map(({ document, error }) => (
              <li key={document} style={{ overflowWrap: 'anywhere' }}>
                <Anchor
                  inherit
                  underline="always"
                  c="inherit"
                  renderRoot={(props) => (
                    <Link
                      to="/collections/$collection"
                      params={{ collection: state.collection }}
                      search={{ document }}
                      {...props}
                    />
                  )}
                >
                  {document}
                </Anchor>
                : {error}
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </Panel>
  );
}
