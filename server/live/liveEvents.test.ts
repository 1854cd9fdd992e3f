import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liftOverride, setOverride } from '../overrides/setOverride.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';

let server: TestServer;
let cookie: string;
beforeAll(async () => {
  server = await startTestServer();
  cookie = await server.signIn();
  // The demo's collection is made after the server listens, as a revision of its own.
  const { store } = server.dependencies;
  const newest = async () =>
    (await store.configuration.revisions({ environment: 'production', limit: 1 }))[0]?.reason ?? '';
  for (let waited = 0; waited < 20_000 && !(await newest()).includes('collection'); waited += 20)
    await new Promise((resolve) => setTimeout(resolve, 20));
});
afterAll(() => server.close());

/** The data lines of the real event stream, until `enough` says so. */
async function listen(
  lastEventId: string | null,
  enough: (seen: string[]) => boolean,
  act: () => Promise<unknown>,
): Promise<string[]> {
  const input = encodeURIComponent(JSON.stringify({ lastEventId }));
  const leaving = new AbortController();
  const response = await fetch(`${server.url}/trpc/live.events?input=${input}`, {
    headers: { cookie, accept: 'text/event-stream' },
    signal: AbortSignal.any([leaving.signal, AbortSignal.timeout(8_000)]),
  });
  const seen: string[] = [];
  const acting = act();
  let rest = '';
  for await (const bytes of response.body!) {
    rest += new TextDecoder().decode(bytes);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    seen.push(...lines.filter((line) => line.startsWith('data: {"type"')).map((line) => line.slice(6)));
    if (enough(seen)) break;
  }
  leaving.abort();
  await acting;
  return seen;
}

const override = {
  environment: 'production',
  target: '*',
  author: { kind: 'system' as const, id: 't', name: 't' },
  reason: 'test',
};

/** The newest revision, as somebody has seen it. */
const head = () => server.dependencies.configuration.committed('production').revision;

describe('live events', () => {
  it('tell of a new revision, and catch up on what was missed', async () => {
    const { configuration } = server.dependencies;
    const press = () => setOverride(configuration, { ...override, mode: 'known-good' });
    const first = head();
    expect(await listen(`${first}`, (seen) => seen.length > 0, press)).toEqual([
      `{"type":"revision","number":${first + 1}}`,
    ]);
    await liftOverride(configuration, override);
    for (const seen of [`${first + 1}`, null]) {
      expect(
        await listen(
          seen,
          (events) => events.length > 0,
          async () => {},
        ),
      ).toEqual([`{"type":"revision","number":${first + 2}}`]);
    }
  });

  it('tell of receipts, at most twice a second', async () => {
    const { receipts } = server.dependencies;
    const word = async () => {
      for (let revision = 1; revision <= 40; revision++)
        receipts.acknowledge('production', 'key', { client: 'a', name: 'A', revision, agoMs: 0 });
    };
    const before = performance.now();
    const seen = await listen(
      `${head()}`,
      (all) => all.length > 1,
      async () => {
        await word();
        setTimeout(word, 50);
      },
    );
    expect(seen).toEqual(['{"type":"receipts"}', '{"type":"receipts"}']);
    expect(performance.now() - before).toBeGreaterThan(480);
  });

  it('tell of traffic once it can be read, at most once a second', async () => {
    const calls = async () => {
      for (let index = 0; index < 5; index++)
        await server.service.ai.generate.mutate({
          flag: 'docs-answer',
          input: 'What is a flag?',
          context: { targetingKey: 'u' },
        });
    };
    const seen = await listen(`${head()}`, (all) => all.length > 0, calls);
    expect(seen).toEqual(['{"type":"traffic","flags":["docs-answer"]}']);
  });
});
