import { describe, expect, it } from 'vitest';
import type { Inference } from '../../shared/model/inference.ts';
import { createMetrics } from './metrics.ts';

const attempt = (number: number, outcome: 'ok' | 'failed') => ({
  unit: 'iu_00000000000000000000',
  try: number,
  provider: 'openai',
  model: 'm-1',
  startedMs: 0,
  durationMs: 10,
  outcome,
  failure: outcome === 'ok' ? null : ('rate-limited' as const),
  detail: null,
  tokens: null,
  costUsd: null,
});
const inference = (changes: Partial<Inference>) =>
  ({
    flag: 'f',
    unit: 'iu_00000000000000000000',
    variant: 'v',
    model: 'm-1',
    outcome: 'ok',
    latencyMs: 120,
    overheadMs: 0.1,
    firstTokenMs: null,
    fallbackReason: null,
    costUsd: 0.5,
    simulated: false,
    attempts: [attempt(1, 'failed'), attempt(2, 'ok')],
    ...changes,
  }) as Inference;

describe('the metrics', () => {
  it('count calls, fallbacks, retries and cost, look after look', async () => {
    const metrics = createMetrics(() => 3);
    metrics.observe(inference({}));
    metrics.observe(inference({ fallbackReason: 'timeout' }));
    const first = await metrics.text();
    expect(first).toContain('ai_requests_total{model="m-1",status="ok"} 2');
    expect(first).toContain('knowngood_retries_total{provider="openai",model="m-1"} 2');
    expect(first).toContain('knowngood_fallbacks_total{flag="f",reason="timeout"} 1');
    expect(first).toContain('knowngood_cost_usd_total{flag="f",simulated="false"} 1');
    expect(first).toContain('knowngood_records_dropped 3');
    metrics.observe(inference({}));
    const second = await metrics.text();
    expect(second).toContain(
      'knowngood_calls_total{flag="f",unit="iu_00000000000000000000",variant="v",outcome="ok"} 3',
    );
    expect(second).toContain('ai_request_duration_seconds_count 3');
  });

  it('show each breaker as it is when somebody looks', async () => {
    let state: 'closed' | 'open' | 'half-open' = 'open';
    const metrics = createMetrics(
      () => 0,
      () => [{ environment: 'e', provider: 'openai', model: 'm-1', state }],
    );
    expect(await metrics.text()).toContain(
      'knowngood_breaker_state{environment="e",provider="openai",model="m-1"} 2',
    );
    state = 'half-open';
    expect(await metrics.text()).toContain(
      'knowngood_breaker_state{environment="e",provider="openai",model="m-1"} 1',
    );
  });
});
