import { Text } from '@mantine/core';
import type { UnitDetail } from '../../trpc.ts';
import { counted, formatCost, formatCount, formatDuration } from '../../ui/format.ts';
import { Metric, MetricList } from '../../ui/Metric.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { costWords } from './figureWords.ts';

/** Cost and latency of the last seven days. */
export function UnitFigures({ unit: { figures } }: { unit: UnitDetail }) {
  return (
    <Panel title="Last 7 days">
      {figures === null ? (
        <Text size="sm">Nothing has been asked of it.</Text>
      ) : (
        <MetricList width={110}>
          <Metric label="Calls answered">{formatCount(figures.answered)}</Metric>
          <Metric
            label="Fell back"
            tone={figures.fellBack > 0 ? 'fallback' : undefined}
            title="Calls that it was assigned and another answered"
          >
            {formatCount(figures.fellBack)}
          </Metric>
          <Metric label="p50" title="Half of its answers came faster">
            {formatDuration(figures.p50Ms)}
          </Metric>
          <Metric label="p95" title="95 of 100 answers came faster">
            {formatDuration(figures.p95Ms)}
          </Metric>
          <Metric label="Cost a call">{costWords(figures, '–')}</Metric>
          <Metric
            label="Cost in all"
            extra={
              figures.unpricedCalls > 0
                ? `+ ${counted(figures.unpricedCalls, 'call')} of unknown price`
                : undefined
            }
          >
            {figures.answered > 0 && figures.costPerCallUsd === null
              ? 'unknown price'
              : formatCost(figures.costUsd)}
          </Metric>
        </MetricList>
      )}
    </Panel>
  );
}
