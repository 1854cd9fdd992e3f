import { afterEach, describe, expect, it } from 'vitest';
import { createPrices } from '../providers/price.ts';
import { openTestMigration, type TestMigration, unthrottled } from '../testing/testMigration.ts';
import { environment, key, startEmbeddings } from '../testing/testRetrieval.ts';
import { dryRunAct } from './act.ts';
import { keepBudget } from './budget.ts';
import { estimateMigration } from './estimate.ts';
import { describe as describeMigration } from './migrations.ts';

/** Ten dollars a million tokens: a hundred tokens are a tenth of a cent. */
const prices = createPrices({ source: 'test', prices: { 'vectors/letters-1': { input: 10, output: 0 } } });
const dimensions = 16;

let test: TestMigration;
let upstream: Awaited<ReturnType<typeof startEmbeddings>>;
async function open(options: Parameters<typeof openTestMigration>[0] = {}) {
  upstream = await startEmbeddings(dimensions);
  upstream.state.tokensPerText = 100;
  test = await openTestMigration({ providers: [upstream.provider], ...options });
  const texts = Array.from({ length: 60 }, (_, at) => ({ id: `d${100 + at}`, text: `Okapi number ${at}.` }));
  await test.library.upsert(...texts);
  await test.library.settled();
}
afterEach(async () => {
  await test.close();
  await upstream.close();
});
const plan = (budgetUsd: number | null) => test.plan(upstream.version, { ...unthrottled, budgetUsd });

describe('a budget', () => {
  it('is kept: the backfill pauses before it is exceeded, says what to do, and goes on once it is raised', async () => {
    await open({ priceOf: prices });
    const id = await plan(0.0205);
    await test.act(id, { kind: 'start' });
    await test.until(id, 'paused');
    // 60 texts cost 0.06: the budget has room for 20.
    const { spent, note } = await describeMigration(test.library.retrieval, { environment, id });
    expect(spent.usd).toBeLessThanOrEqual(0.0205);
    expect(spent.usd).toBeGreaterThan(0.015);
    expect(spent.tokens).toBe(upstream.state.texts * 100);
    expect(note).toMatch(
      /budget of 0\.0205 US dollars is used up.*Raise the budget in the throttle, then resume/,
    );
    // Resumed without more, it comes to the same end, without another request.
    const { requests } = upstream.state;
    await test.act(id, { kind: 'resume' });
    await test.until(id, 'paused');
    expect(upstream.state.requests).toBe(requests);
    await test.act(id, { kind: 'throttle', throttle: { ...unthrottled, budgetUsd: 1 } });
    await test.act(id, { kind: 'resume' });
    await test.until(id, 'verifying');
    const { spent: all } = (await test.held(id)).body;
    expect(all.usd).toBeCloseTo(0.06, 6);
    expect(all.tokens).toBe(6_000);
  });

  it('counts tokens itself where the embedder does not say how many they were', async () => {
    await open({ priceOf: prices });
    upstream.state.tokensPerText = null;
    const id = await plan(1);
    await test.act(id, { kind: 'start' });
    await test.until(id, 'verifying');
    const { spent, estimate } = (await test.held(id)).body;
    expect(spent.tokens).toBeGreaterThan(60 * 4);
    expect(spent.tokens).toBeLessThan(60 * 10);
    expect(spent.usd).toBeCloseTo((spent.tokens * 10) / 1e6, 9);
    expect(estimate?.usd).toBeGreaterThan((spent.usd ?? 0) * 0.8);
    expect(estimate?.usd).toBeLessThan((spent.usd ?? 0) * 1.2);
  });

  it('of an embedder whose price nobody knows is refused, when it is planned and when it is set', async () => {
    await open();
    await expect(plan(5)).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('Name its price in the providers file'),
    });
    const id = await plan(null);
    const throttle = { ...unthrottled, budgetUsd: 5 };
    await expect(test.act(id, { kind: 'throttle', throttle })).rejects.toThrow(/is not known here/);
    await test.act(id, { kind: 'start' });
    await test.until(id, 'verifying');
    expect((await test.held(id)).body).toMatchObject({
      estimate: { usd: null },
      spent: { tokens: 6_000, usd: null },
    });
  });
});

it('a budget has room for as many documents as were done, and for no more than it can pay', () => {
  const throttle = () => ({ ...unthrottled, budgetUsd: 1 });
  const costOf = ({ input }: { input: number }) => input;
  const tokens = (input: number) => ({ input, output: 0, cachedInput: 0, reasoning: 0 });
  const budget = keepBudget({ spent: { documents: 0, tokens: 0, usd: 0 }, costOf, throttle });
  expect([budget.room(0), budget.room(1)]).toEqual([1, 0]);
  budget.note(tokens(0.1));
  budget.did(1);
  expect([budget.room(0), budget.room(1)]).toEqual([1, 0]);
  budget.note(tokens(0.5));
  budget.did(5);
  expect([budget.room(0), budget.room(3), budget.room(4)]).toEqual([4, 1, 0]);
  // An earlier run counts.
  const later = keepBudget({ spent: { documents: 9, tokens: 9, usd: 0.9 }, costOf, throttle });
  expect(later.room(0)).toBe(1);
  later.note(tokens(0.01));
  expect(later.room(0)).toBe(0);
  const lost = keepBudget({ spent: { documents: 0, tokens: 0, usd: 0 }, costOf: () => null, throttle });
  lost.note(tokens(1));
  expect(lost.room(0)).toBe(0);
});

describe('an estimate', () => {
  it('says documents, chunks, tokens, dollars and bytes near to what it comes to', async () => {
    await open({ priceOf: prices });
    const { retrieval } = test.library;
    const id = await plan(null);
    const { estimate } = (await test.held(id)).body;
    await test.act(id, { kind: 'start' });
    await test.until(id, 'verifying');
    const { to } = (await test.held(id)).body.migration;
    const { slot } = test.library.collection().indexes.find(({ version }) => version === to) ?? { slot: 0 };
    const { chunks } = await retrieval.store.manifestSummary(slot);
    expect(estimate).toMatchObject({ documents: 60, chunks, durationMs: expect.closeTo(0.6, 5) });
    expect(estimate?.memory).toEqual({
      old: 60 * 256 * 4,
      new: chunks * dimensions * 4,
      allowed: retrieval.store.memoryBytes,
    });
    const { version } = await describeMigration(retrieval, { environment, id });
    const request = { environment, collection: key, throttle: { ...unthrottled, budgetUsd: null } };
    const { splitter, embedder } = version.specification;
    const again = await estimateMigration(retrieval, { ...request, version: { splitter, embedder } });
    expect(again).toEqual({ ...estimate, tokens: again.tokens });
  });

  it('of more memory than is allowed refuses the start, in bytes, before anything is written', async () => {
    // 60 x 256 floats are there; the new index would take 60 x 16 more.
    await open({ indexMemoryBytes: 62_000 });
    const id = await plan(null);
    const target = { environment, id };
    const run = await dryRunAct(test.library.retrieval, target, { kind: 'start' }, { id: 'ada' });
    expect(run.checks.find(({ check }) => check === 'memory')).toMatchObject({
      passed: false,
      figure: expect.stringContaining('61440 bytes now, about 3840 of the new index'),
      mend: expect.stringContaining('INDEX_MEMORY_MB'),
    });
    await expect(test.act(id, { kind: 'start' })).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { issues: [{ path: 'memory' }] },
    });
    expect(test.library.collection().indexes).toHaveLength(1);
    expect((await test.held(id)).body.migration.stage).toBe('draft');
  });
});
