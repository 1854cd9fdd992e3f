import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLiveFigures } from '../retrieval/liveFigures.ts';
import { createPump } from '../retrieval/pump.ts';
import { openTestMigration, type TestMigration } from '../testing/testMigration.ts';
import { pacer } from './pacer.ts';

let test: TestMigration;
beforeEach(async () => {
  test = await openTestMigration();
});
afterEach(() => test.close());

const documents = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `d${100 + at}`, text: `Penguin number ${at}.` }));
const throttle = { documentsPerSecond: 100_000, batchesInFlight: 1, budgetUsd: null };

describe('a backfill gives way', () => {
  it('to live queries that become slower, and comes back once they are as before', async () => {
    let ahead = 1e6;
    const clock = () => ahead;
    const figures = createLiveFigures(clock);
    const answer = (ms: number) => {
      for (let at = 0; at < 100; at++)
        figures.observe({ collection: 1, version: 'iv_old', ms, passages: 1, failed: false });
    };
    answer(30);
    const { store, now } = test.library.retrieval;
    const run = { slots: [], throttle: () => throttle, signal: new AbortController().signal };
    const pace = pacer({ store, figures, now }, run, clock);
    const later = async (seconds: number, ms: number) => {
      // As much as it may in that time.
      pace.took(Math.min(1_000, Math.floor(pace.rate() * seconds)));
      ahead += seconds * 1_000;
      answer(ms);
      return pace.ready();
    };
    expect(await later(5, 31)).toBeNull();
    expect(pace.rate()).toBe(throttle.documentsPerSecond);
    // 1,000 in 15 seconds were done: half of it is left.
    expect(await later(15, 200)).toMatch(
      /^Queries have become slower \(p99 \d{3} ms, \d{2} ms without the backfill\), so it goes slower: at most 33 documents/,
    );
    const slowed = pace.rate();
    expect(slowed).toBeLessThan(40);
    await later(15, 200);
    expect(pace.rate()).toBeCloseTo(slowed / 2, 5);
    expect(await later(15, 30)).toMatch(/^Queries are faster again/);
    expect(pace.rate()).toBeCloseTo(slowed, 5);
    expect(await later(15, 30)).toBeNull();
    expect(pace.rate()).toBe(throttle.documentsPerSecond);
  }, 60_000);

  it('to nobody who pauses and resumes: that gains no document', async () => {
    await test.library.upsert(...documents(40));
    await test.library.settled();
    const id = await test.plan(undefined, { ...throttle, documentsPerSecond: 0.01 });
    await test.act(id, { kind: 'start' });
    const began = async () => (await test.held(id)).body.backfill !== null;
    for (let turn = 0; turn < 3; turn++) {
      await expect.poll(began, { timeout: 10_000 }).toBe(true);
      await test.act(id, { kind: 'pause' });
      await test.act(id, { kind: 'resume' });
    }
    await test.library.upsert({ id: 'one', text: 'Written to both.' });
    await test.library.settled();
    const index = test.library.collection().indexes.at(-1);
    const { covered } = await test.library.retrieval.store.manifestSummary(index?.slot ?? 0);
    expect(covered).toBe(1);
    await test.act(id, { kind: 'throttle', throttle });
    await test.until(id, 'verifying');
  }, 30_000);

  it('for real, and says so, and ends all the same', async () => {
    await test.library.upsert(...documents(200));
    await test.library.settled();
    const { retrieval } = test.library;
    let p99Ms = 20;
    let looks = 0;
    retrieval.figures = {
      ...retrieval.figures,
      latencies: () => {
        looks++;
        return [{ index: 'old', queries: 500, p99Ms }];
      },
    };
    const id = await test.plan(undefined, { documentsPerSecond: 40, batchesInFlight: 1, budgetUsd: null });
    await test.act(id, { kind: 'start' });
    await expect.poll(() => looks, { timeout: 5_000 }).toBeGreaterThan(0);
    p99Ms = 300;
    await expect
      .poll(async () => (await test.held(id)).body.note, { timeout: 15_000 })
      .toMatch(/^Queries have become slower \(p99 300 ms, 20 ms without/);
    p99Ms = 20;
    const faster = { documentsPerSecond: 100_000, batchesInFlight: 4, budgetUsd: null };
    await test.act(id, { kind: 'throttle', throttle: faster });
    await test.until(id, 'verifying');
    expect((await test.held(id)).body.note).toBe('');
  }, 60_000);

  it('to ingestion that lags on either index, and goes on when it has caught up', async () => {
    await test.library.upsert(...documents(50));
    await test.library.settled();
    const { retrieval, data } = test.library;
    await retrieval.pump.close();
    await test.library.upsert({ id: 'late', text: 'Okapis are late.' });
    data.tamper("update documents set updated_at = '2020-01-01T00:00:00.000Z' where id = 'late'");
    const id = await test.plan(undefined, { documentsPerSecond: 20, batchesInFlight: 1, budgetUsd: null });
    await test.act(id, { kind: 'start' });
    await expect
      .poll(async () => (await test.held(id)).body.note, { timeout: 10_000 })
      .toBe('Ingestion lags behind, so the backfill goes slower');
    const { store, indexers, log, now } = retrieval;
    retrieval.pump = createPump({ store, index: indexers.index, log, now });
    retrieval.pump.start();
    await test.act(id, {
      kind: 'throttle',
      throttle: { documentsPerSecond: 100_000, batchesInFlight: 4, budgetUsd: null },
    });
    await test.until(id, 'verifying');
    const { to } = (await test.held(id)).body.migration;
    expect(await test.library.find('okapis', { version: to, k: 1 })).toEqual(['late']);
  }, 60_000);
});
