import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAiProvider } from '../server/providers/openai.ts';
import { eventually, flagOf, put, unitOn } from '../server/testing/callPipe.ts';
import {
  behaviours,
  type MisbehavingUpstream,
  startMisbehavingUpstream,
} from '../server/testing/misbehavingUpstream.ts';
import { startTestServer, type TestServer } from '../server/testing/startTestServer.ts';
import type { StreamEvent } from '../shared/model/stream.ts';
import type { Client } from './client.ts';
import { createClient } from './createClient.ts';

let server: TestServer;
let upstream: MisbehavingUpstream;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
  upstream = await startMisbehavingUpstream();
  const { providers } = server.dependencies.pipe;
  (providers as Map<string, unknown>).set(
    'bad',
    openAiProvider({ name: 'bad', apiKey: 'k', baseUrl: upstream.url }),
  );
  const candidate = unitOn(server, 'bad');
  const flag = flagOf(server, 'streamed', { candidate }, { clocks: { betweenTokensMs: 300 } });
  const [, sorry] = flag.variants;
  const own = { kind: 'local' as const, key: 'own', name: 'Own' };
  await put(server, candidate, flag, {
    ...flag,
    key: 'own-answer',
    variants: [...flag.variants.filter((one) => one !== sorry), sorry!, own],
    fallthrough: { kind: 'variant', variant: 'own' },
    knownGood: 'candidate',
  });
  client = createClient({ url: server.url, key: server.key });
});
afterAll(async () => {
  await client.close();
  await upstream.close();
  await server.close();
});

async function collect(events: AsyncIterable<StreamEvent>): Promise<StreamEvent[]> {
  const all: StreamEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}
const request = { flag: 'streamed', input: 'What is a flag?', context: { targetingKey: 'u' } };
const textOf = (events: StreamEvent[]) =>
  events.map((event) => (event.type === 'delta' ? event.text : '')).join('');

describe('a streamed call', () => {
  it('yields what answers, its text as it comes, and the whole record last', async () => {
    upstream.behave(behaviours.answers);
    const events = await collect(client.stream(request));
    expect(events[0]).toMatchObject({ type: 'meta', variant: 'candidate', servedBy: 'assigned' });
    expect(textOf(events)).toBe('All is well.');
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      answer: {
        output: 'All is well.',
        status: 'ok',
        tokens: { input: 10, output: 5 },
        usageSource: 'provider',
      },
    });
  });

  it('comes word by word from the demo’s own model', async () => {
    const events = await collect(client.stream({ ...request, flag: 'docs-answer' }));
    // On a busy machine several words arrive together; all of them at once would be no stream.
    expect(events.filter((event) => event.type === 'delta').length).toBeGreaterThan(1);
    const last = events.at(-1);
    expect(last?.type === 'done' && last.answer.output).toBe(textOf(events).trim());
  });

  it('says in a last event that an answer is not whole', async () => {
    upstream.behave(behaviours.oneTokenThenReset);
    const events = await collect(client.stream(request));
    expect(events.map((event) => event.type)).toEqual(['meta', 'delta', 'error']);
    expect(events.at(-1)).toMatchObject({
      reason: 'connection',
      answer: { status: 'incomplete', output: 'Half a' },
    });
  });

  it('ends the model’s work when nobody reads on', async () => {
    upstream.behave(behaviours.slowDrip);
    for await (const event of client.stream(request)) if (event.type === 'delta') break;
    await eventually(() => upstream.open() === 0);
  });

  it('fails with the server’s own words for what the caller must mend', async () => {
    await expect(collect(client.stream({ ...request, flag: 'nothing' }))).rejects.toThrow(
      'There is no flag "nothing"',
    );
  });
});

describe('a local variant', () => {
  const local = (asked: { input?: string | undefined }, variant: string) => `${variant}: ${asked.input}`;

  it('is answered by the product’s own function', async () => {
    const answer = await client.generate({ ...request, flag: 'own-answer' }, { local });
    expect(answer).toMatchObject({ servedBy: 'local', variant: 'own', output: 'own: What is a flag?' });
    const events = await collect(client.stream({ ...request, flag: 'own-answer' }, { local }));
    expect(events.map((event) => event.type)).toEqual(['meta', 'delta', 'done']);
    expect(textOf(events)).toBe('own: What is a flag?');
  });

  it('gets known good where the product has no function for it', async () => {
    upstream.behave(behaviours.answers);
    expect(await client.generate({ ...request, flag: 'own-answer' })).toMatchObject({
      servedBy: 'known-good',
      fallbackReason: 'local-only',
    });
  });
});
