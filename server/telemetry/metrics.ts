import {
  Counter,
  type CounterConfiguration,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  Registry,
} from 'prom-client';
import type { Inference } from '../../shared/model/inference.ts';
import type { BreakerState, WatchedModel } from '../calls/breaker.ts';

const seconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

const breakerNumbers: Record<BreakerState, number> = { closed: 0, 'half-open': 1, open: 2 };

export interface Metrics {
  observe(inference: Inference): void;
  active(change: 1 | -1): void;
  activeCalls(): Promise<number>;
  contentType: string;
  text(): Promise<string>;
}

/**
 * A counter that is added up here and handed to the registry when somebody looks: hashing labels on every call costs
 * more than the call's own evaluation.
 */
function tally<Label extends string>(configuration: CounterConfiguration<Label> & { labelNames: Label[] }) {
  const waiting = new Map<string, { values: string[]; sum: number }>();
  new Counter({
    ...configuration,
    collect() {
      for (const { values, sum } of waiting.values()) {
        const labels = Object.fromEntries(
          configuration.labelNames.map((name, index) => [name, values[index]]),
        );
        this.inc(labels as Record<Label, string>, sum);
      }
      waiting.clear();
    },
  });
  return (by: number, ...values: string[]): void => {
    const key = values.join('\n');
    const known = waiting.get(key);
    if (known) known.sum += by;
    else waiting.set(key, { values, sum: by });
  };
}

/** Prometheus metrics of one server. No label holds a user, and each has a bounded set of values. */
export function createMetrics(
  droppedRecords: () => number,
  breakers: () => readonly (WatchedModel & { state: BreakerState })[] = () => [],
  droppedTraces: () => number = () => 0,
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'knowngood_' });
  const requests = tally({
    name: 'ai_requests_total',
    help: 'AI calls by model and status',
    labelNames: ['model', 'status'],
    registers,
  });
  const duration = new Histogram({
    name: 'ai_request_duration_seconds',
    help: 'Duration of AI calls',
    buckets: seconds,
    registers,
  });
  const active = new Gauge({ name: 'ai_active_requests', help: 'AI calls under way', registers });
  const overhead = new Histogram({
    name: 'knowngood_overhead_seconds',
    help: 'Time in Knowngood before the first attempt',
    buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05],
    registers,
  });
  const calls = tally({
    name: 'knowngood_calls_total',
    help: 'Calls by flag, unit, variant and outcome',
    labelNames: ['flag', 'unit', 'variant', 'outcome'],
    registers,
  });
  const fallbacks = tally({
    name: 'knowngood_fallbacks_total',
    help: 'Calls that the assigned variant did not answer',
    labelNames: ['flag', 'reason'],
    registers,
  });
  const cost = tally({
    name: 'knowngood_cost_usd_total',
    help: 'Cost of calls whose price is known, in US dollars',
    labelNames: ['flag', 'simulated'],
    registers,
  });
  const firstToken = new Histogram({
    name: 'knowngood_first_token_seconds',
    help: 'Time to the first content of streamed calls',
    buckets: seconds,
    registers,
  });
  const retries = tally({
    name: 'knowngood_retries_total',
    help: 'Tries of a unit after its first',
    labelNames: ['provider', 'model'],
    registers,
  });
  new Gauge({
    name: 'knowngood_breaker_state',
    help: 'Circuit breaker of an environment, provider and model: 0 closed, 1 half-open, 2 open',
    labelNames: ['environment', 'provider', 'model'],
    registers,
    collect() {
      this.reset();
      for (const { state, ...watched } of breakers()) this.set({ ...watched }, breakerNumbers[state]);
    },
  });
  new Gauge({
    name: 'knowngood_records_dropped',
    help: 'Inference records dropped because the buffer was full',
    registers,
    collect() {
      this.set(droppedRecords());
    },
  });
  new Gauge({
    name: 'knowngood_traces_dropped',
    help: 'Calls whose traces were dropped because the queue was full or the collector did not take them',
    registers,
    collect() {
      this.set(droppedTraces());
    },
  });
  return {
    observe(inference) {
      requests(1, inference.model ?? 'none', inference.outcome);
      duration.observe(inference.latencyMs / 1000);
      overhead.observe(inference.overheadMs / 1000);
      calls(1, inference.flag, inference.unit ?? 'none', inference.variant, inference.outcome);
      if (inference.fallbackReason) fallbacks(1, inference.flag, inference.fallbackReason);
      if (inference.costUsd) cost(inference.costUsd, inference.flag, String(inference.simulated));
      for (const { try: number, provider, model } of inference.attempts)
        if (number > 1) retries(1, provider, model);
      if (inference.firstTokenMs !== null) firstToken.observe(inference.firstTokenMs / 1000);
    },
    active: (change) => active.inc(change),
    activeCalls: async () => (await active.get()).values[0]?.value ?? 0,
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
