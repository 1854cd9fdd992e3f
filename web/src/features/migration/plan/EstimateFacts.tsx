import { formatCost, formatCount } from '../../../ui/format.ts';
import { formatBytes } from '../../../ui/indexes/indexWords.ts';
import { Metric, MetricList } from '../../../ui/Metric.tsx';
import type { Estimate } from '../types.ts';
import { formatLong } from '../words.ts';

/** What a migration will take; the memory in red where both indexes do not fit together. */
export function EstimateFacts({ estimate }: { estimate: Estimate }) {
  const { documents, chunks, tokens, usd, durationMs, memory } = estimate;
  const both = memory.old + memory.new;
  return (
    <MetricList width={115}>
      <Metric label="Documents" size="lg">
        {formatCount(documents)}
      </Metric>
      <Metric label="Chunks" size="lg" title="From a sample of the documents">
        about {formatCount(chunks)}
      </Metric>
      <Metric label="Tokens to embed" size="lg" title="From a sample of the documents">
        about {formatCount(tokens)}
      </Metric>
      <Metric label="Time" size="lg" title="At this speed, if nothing else holds it up">
        {formatLong(durationMs)} or more
      </Metric>
      <Metric
        label="Cost"
        size="lg"
        title={usd === null ? 'The price of this embedder is not known here' : undefined}
      >
        {formatCost(usd)}
      </Metric>
      <Metric
        label="Memory, both indexes"
        size="lg"
        tone={both > memory.allowed ? 'failure' : undefined}
        extra={`of ${formatBytes(memory.allowed)}`}
        title={`${formatBytes(memory.old)} now, ${formatBytes(memory.new)} for the new one`}
      >
        {formatBytes(both)}
      </Metric>
    </MetricList>
  );
}
