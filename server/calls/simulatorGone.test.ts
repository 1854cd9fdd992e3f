import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const ask = () =>
  server.service.ai.generate.mutate({
    flag: 'docs-answer',
    input: 'What is a flag?',
    context: { targetingKey: 'u' },
  });

describe('killing the simulator', () => {
  it('lets calls fall back to the static answer inside their deadline, and nothing else breaks', async () => {
    expect(await ask()).toMatchObject({ servedBy: 'assigned', status: 'ok' });
    await server.simulator?.stop();
    const startedAt = performance.now();
    const answer = await ask();
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(answer).toMatchObject({
      status: 'ok',
      servedBy: 'static',
      variant: 'unavailable',
      fallbackReason: 'connection',
      costUsd: null,
    });
    expect((await fetch(`${server.url}/ready`)).status).toBe(200);
    expect(
      (await server.service.flags.explain.query({ flag: 'docs-answer', context: { targetingKey: 'u' } }))
        .evaluation.reason,
    ).toBe('SPLIT');
  });
});

describe('a simulator that dies by itself', () => {
  it('is back on the same address within seconds', async () => {
    const other = await startTestServer();
    process.kill(Number(other.simulator?.pid), 'SIGKILL');
    const askOther = () =>
      other.service.ai.generate.mutate({
        flag: 'docs-answer',
        input: 'What is a flag?',
        context: { targetingKey: 'u' },
      });
    await expect
      .poll(async () => (await askOther()).servedBy, { timeout: 10_000, interval: 100 })
      .toBe('assigned');
    await other.close();
  });
});
