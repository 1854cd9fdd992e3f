import pino from 'pino';
import { describe, expect, it } from 'vitest';
import type { Inference } from '../../shared/model/inference.ts';
import type { TelemetryStore, TrafficRow } from '../store/store.ts';
import { createRecorder } from './recorder.ts';
import { quantile, sliceRows, summariseTraffic } from './summariseTraffic.ts';

const inference = (id: string): Inference => ({ id, environment: 'production', flag: 'f' }) as Inference;
const storeThat = (recordInferences: TelemetryStore['recordInferences']): TelemetryStore =>
  ({ recordInferences }) as TelemetryStore;
const log = pino({ level: 'silent' });

describe('the recorder', () => {
  it('writes everything in order, and tells whose records are there', async () => {
    const written: string[] = [];
    const told: string[][] = [];
    const recorder = createRecorder(
      storeThat(async (records) => void written.push(...records.map((record) => record.id))),
      log,
    );
    recorder.watch(({ flags }) => told.push(flags));
    for (let index = 0; index < 1_200; index++) recorder.record(inference(String(index)));
    await recorder.close();
    expect(written).toEqual(Array.from({ length: 1_200 }, (_, index) => String(index)));
    expect(told.flat().every((flag) => flag === 'f')).toBe(true);
  });

  it('keeps what the store refused and writes it when the store recovers, each once', async () => {
    let broken = true;
    const written: string[] = [];
    const recorder = createRecorder(
      storeThat(async (records) => {
        if (broken) throw new Error('disk full');
        written.push(...records.map((record) => record.id));
      }),
      log,
    );
    recorder.record(inference('a'));
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(written).toEqual([]);
    broken = false;
    recorder.record(inference('b'));
    await recorder.close();
    expect(written).toEqual(['a', 'b']);
  });

  it('drops the oldest when the buffer is full, and counts it', async () => {
    const written: string[] = [];
    const recorder = createRecorder(
      storeThat(async (records) => void written.push(...records.map((record) => record.id))),
      log,
    );
    for (let index = 0; index < 20_003; index++) recorder.record(inference(String(index)));
    expect(recorder.dropped()).toBe(1_000);
    await recorder.close();
    expect(written).toHaveLength(19_003);
    expect(written[0]).toBe('1000');
  });
});

const row = (changes: Partial<TrafficRow>): TrafficRow => ({
  flag: 'f',
  at: '2026-01-01T00:00:30.000Z',
  assignedVariant: 'a',
  variant: 'a',
  outcome: 'ok',
  servedBy: 'assigned',
  simulated: false,
  userHash: 'u',
  latencyMs: 100,
  tokens: 10,
  costUsd: 0.5,
  ...changes,
});

describe('summariseTraffic', () => {
  it('counts each outcome once, people once, and keeps unknown prices out of the cost', () => {
    const traffic = summariseTraffic([
      row({}),
      row({
        userHash: 'v',
        variant: 'b',
        servedBy: 'known-good',
        latencyMs: 300,
        costUsd: null,
        simulated: true,
      }),
      row({ outcome: 'failed', latencyMs: 9_000, costUsd: 0 }),
      row({ outcome: 'rejected', userHash: null }),
      row({ outcome: 'cancelled', variant: 'b' }),
      row({ outcome: 'incomplete', at: '2026-01-01T00:01:00.000Z' }),
    ]);
    expect(traffic).toMatchObject({
      calls: 6,
      ok: 2,
      failed: 1,
      rejected: 1,
      incomplete: 1,
      cancelled: 1,
      fallbacks: 1,
      users: 2,
      unpricedCalls: 1,
      simulatedCalls: 1,
      p50Ms: 100,
      p95Ms: 300,
      lastAt: '2026-01-01T00:01:00.000Z',
    });
    expect(traffic.costUsd).toBeCloseTo(2);
  });

  it('of nothing is nothing, with no latency rather than zero', () => {
    expect(summariseTraffic([])).toMatchObject({ calls: 0, p50Ms: null, p95Ms: null, lastAt: null });
  });
});

describe('quantile', () => {
  it('is the nearest rank', () => {
    const values = Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect([0.5, 0.9, 0.95, 1].map((q) => quantile(values, q))).toEqual([5, 9, 10, 10]);
  });
});

describe('sliceRows', () => {
  it('puts every row of the window into one slice', () => {
    const now = new Date('2026-01-01T01:00:00.000Z');
    const rows = Array.from({ length: 60 }, (_, minute) =>
      row({ at: new Date(now.getTime() - minute * 60_000 - 1_000).toISOString() }),
    );
    const slices = sliceRows(rows, now, 60);
    expect(slices.length).toBeLessThanOrEqual(60);
    expect(slices.reduce((total, slice) => total + slice.rows.length, 0)).toBeGreaterThanOrEqual(59);
  });
});
