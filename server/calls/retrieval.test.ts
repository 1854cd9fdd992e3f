import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAiProvider } from '../providers/openai.ts';
import { upsertDocuments } from '../retrieval/ingest.ts';
import { addLiveVersion, drained, flipActive } from '../retrieval/liveVersions.ts';
import { IndexVersionDraft, prepareVersion } from '../retrieval/prepareVersion.ts';
import { callThrough, environment, flagOf, freshPipe, put, unitOn } from '../testing/callPipe.ts';
import { startRecordingUpstream } from '../testing/recordingUpstream.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';

let server: TestServer;
let upstream: Awaited<ReturnType<typeof startRecordingUpstream>>;
beforeAll(async () => {
  server = await startTestServer();
  upstream = await startRecordingUpstream();
});
afterAll(async () => {
  await upstream.close();
  await server.close();
});

const by = { author: { kind: 'system' as const, id: 't', name: 't' }, reason: 'test' };
const pipeOf = (changes: Parameters<typeof freshPipe>[1] = {}) => {
  const provider = openAiProvider({ name: 'recording', apiKey: 'k', baseUrl: upstream.url });
  return freshPipe(server, { providers: new Map([['recording', provider]]), ...changes });
};

let count = 0;
async function flagOn(retrieval: { collection: string; k: number }): Promise<string> {
  const key = `retrieving-${++count}`;
  const candidate = unitOn(server, 'recording', { retrieval: { ...retrieval, variable: 'passages' } });
  await put(server, candidate, flagOf(server, key, { candidate }));
  return key;
}

const systemPrompt = (): string => {
  const [body] = upstream.take();
  const { messages } = JSON.parse(String(body)) as { messages: { role: string; content: string }[] };
  return messages.find(({ role }) => role === 'system')?.content ?? '';
};

describe('a unit with retrieval', () => {
  it('gets k passages of its collection, best first, and the record says which index they came from', async () => {
    const flag = await flagOn({ collection: 'docs', k: 3 });
    const { pipe, records } = pipeOf();
    const { answer } = await callThrough(pipe, { flag, input: 'How do I change the port?' });
    expect(answer.status).toBe('ok');
    const prompt = systemPrompt();
    expect(prompt.match(/^## /gm)).toHaveLength(3);
    const { serving, epoch } = server.dependencies.retrieval.directory.find(environment, 'docs');
    expect(records[0]?.retrieval).toEqual({ collection: 'docs', indexVersion: serving, epoch });
  });

  it('is not searched for where the caller gives the passages', async () => {
    const flag = await flagOn({ collection: 'docs', k: 3 });
    const { pipe, records } = pipeOf();
    await callThrough(pipe, { flag, input: 'port', variables: { passages: 'My own passage' } });
    expect(systemPrompt()).toContain('My own passage');
    expect(records[0]).not.toHaveProperty('retrieval');
  });

  it('sees what was ingested before the call, and follows the pointer to another index version', async () => {
    const { retrieval } = server.dependencies;
    const document = {
      id: 'zebra',
      title: '',
      text: 'Zebras sort their mail on Mondays.',
      fields: {},
      metadata: {},
    };
    await upsertDocuments(retrieval, { environment, collection: 'docs', documents: [document] });
    const docs = () => retrieval.directory.find(environment, 'docs');
    for (const { slot } of docs().indexes) expect(await drained(retrieval, slot, 5_000)).toBe(true);
    const flag = await flagOn({ collection: 'docs', k: 2 });
    const { pipe, records } = pipeOf();
    const input = 'When do zebras sort their mail?';
    await callThrough(pipe, { flag, input });
    expect(systemPrompt()).toContain('## zebra\n\nZebras sort their mail on Mondays.');

    const draft = { embedder: { provider: 'lexical', model: 'lexical-b@1' } } as const;
    const { version: _, ...version } = await prepareVersion(
      retrieval,
      docs(),
      IndexVersionDraft.parse(draft),
    );
    const from = docs().serving;
    await addLiveVersion(retrieval, { collection: docs(), epoch: docs().epoch, record: null, version }, by);
    const flip = { from, to: version.id, waive: [], allowStale: false };
    await flipActive(retrieval, { collection: docs(), epoch: docs().epoch, record: null, ...flip }, by);
    await callThrough(pipe, { flag, input });
    expect(records.map((record) => record.retrieval?.indexVersion)).toEqual([from, version.id]);
    upstream.take();
  });

  it('whose collection is not there fails as a unit, and the flag falls back', async () => {
    const flag = await flagOn({ collection: 'nowhere', k: 3 });
    const { pipe, records } = pipeOf();
    const { answer } = await callThrough(pipe, { flag, input: 'port' });
    expect([answer.servedBy, answer.output]).toEqual(['static', 'It is not available right now.']);
    expect(records[0]?.attempts[0]).toMatchObject({
      failure: 'not-available',
      detail: 'There is no collection "nowhere" in production',
    });
    expect(upstream.take()).toEqual([]);
  });

  it('whose search takes too long falls back within the deadline', async () => {
    const flag = await flagOn({ collection: 'docs', k: 3 });
    const { retrieval } = server.dependencies;
    const { retrieveForUnit } = await import('../retrieval/retrieveForUnit.ts');
    const slow = { ...retrieval, store: { ...retrieval.store, search: () => new Promise<never>(() => {}) } };
    const { pipe, records } = pipeOf({ retrieve: (request) => retrieveForUnit(slow, request) });
    const { answer, took } = await callThrough(pipe, { flag, input: 'port' });
    expect(answer.servedBy).toBe('static');
    expect(records[0]?.attempts[0]).toMatchObject({ failure: 'timeout' });
    expect(took).toBeLessThan(4_000);
  });
});
