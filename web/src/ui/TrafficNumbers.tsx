import type { Traffic } from '../trpc.ts';
import { counted, formatCost, formatCount, formatDuration, formatProportion } from './format.ts';
import { Metric, MetricList } from './Metric.tsx';

/** The figures of some traffic, the same ones in the same order wherever traffic is shown. */
export function TrafficNumbers({ traffic, size = 'sm' }: { traffic: Traffic; size?: 'sm' | 'lg' }) {
  const { calls, fallbacks, failed } = traffic;
  const costNote =
    traffic.unpricedCalls > 0 ? `${counted(traffic.unpricedCalls, 'call')} without a known price` : undefined;
  return (
    <MetricList width={size === 'lg' ? 92 : 84}>
      <Metric size={size} label="Calls">
        {formatCount(calls)}
      </Metric>
      <Metric size={size} label="As assigned" title="Calls answered by the variant that the flag chose">
        {formatProportion(calls - fallbacks, calls)}
      </Metric>
      <Metric
        size={size}
        label="Fallbacks"
        tone={fallbacks > 0 ? 'fallback' : undefined}
        title="Calls answered by known good or the static answer instead"
      >
        {formatCount(fallbacks)}
      </Metric>
      <Metric
        size={size}
        label="Failed"
        tone={failed > 0 ? 'failure' : undefined}
        title="Calls that nothing could answer"
      >
        {formatCount(failed)}
      </Metric>
      <Metric size={size} label="p50" title="Half of the calls were faster">
        {formatDuration(traffic.p50Ms)}
      </Metric>
      <Metric size={size} label="p95" title="95 of 100 calls were faster">
        {formatDuration(traffic.p95Ms)}
      </Metric>
      <Metric size={size} label="Users">
        {formatCount(traffic.users)}
      </Metric>
      <Metric
        size={size}
        label="Cost"
        title={costNote}
        extra={traffic.unpricedCalls > 0 ? '+ unpriced' : undefined}
      >
        {formatCost(traffic.costUsd)}
      </Metric>
    </MetricList>
  );
}
