import { expect } from 'vitest';
import { startBadEmbeddings } from './badEmbeddings.ts';
import { personClient, startTestServer } from './startTestServer.ts';
import { joinPerson } from './testPeople.ts';

export const plainVersion = {
  embedder: { provider: 'lexical' as const, model: 'lexical-a@1' as const, dimensions: 256 as const },
};
const animals = ['Penguins like ice', 'Camels cross deserts', 'Whales sing'];
/** A word of every document that these tests write. */
const everyAnimal = ['penguins', 'camels', 'whales', 'ants', 'bees', 'doves', 'crows'];
export const good = animals.map((text, at) => ({ id: `good${at}`, text }));
export const ids = (documents: readonly { id: string }[]) => documents.map(({ id }) => id);

/** The code on the wire and the words that a request is refused with. */
export const refusal = (promise: Promise<unknown>): Promise<{ code: string; message: string }> =>
  promise.then(
    () => Promise.reject(new Error('It was not refused')),
    (error) => ({ code: error.data.code as string, message: error.message as string }),
  );

/** The real server beside an embedder that gets things wrong, with two people who may move collections. */
export async function startBadInput() {
  const embeddings = await startBadEmbeddings();
  const { baseUrl } = embeddings;
  const vectors = { wire: 'openai' as const, apiKey: null, baseUrl, headers: {}, models: {} };
  const providersFile = { providers: { vectors }, prices: null };
  const server = await startTestServer({ demo: false, providersFile });
  const cookie = await server.signIn();
  const admin = personClient(server.url, cookie);
  const joined = await joinPerson(server, cookie, 'mo@example.com', { production: 'release-manager' });
  const second = joined.client;
  let collections = 0;

  const waiting = async (key: string): Promise<number> => {
    const { indexes } = await admin.ai.ingest.status.query({ collection: key });
    return indexes.reduce((sum, index) => sum + index.waiting, 0);
  };
  const stage = async (id: string): Promise<string> => {
    const { state } = await admin.migrations.get.query({ id });
    return `${state.stage}${state.gateRunning ? ', judging' : ''}`;
  };
  const until = (id: string, wanted: string) =>
    expect.poll(() => stage(id), { timeout: 30_000 }).toBe(wanted);
  /** What everybody finds. */
  const found = async (key: string): Promise<string[]> => {
    const all = new Set<string>();
    for (const query of everyAnimal) {
      const { passages } = await admin.ai.search.mutate({ collection: key, query, k: 100 });
      for (const { document } of passages) all.add(document);
    }
    return [...all].toSorted();
  };
  /** By a second person. A verdict that is bad because the machine was busy does not stay so. */
  const approve = async (id: string): Promise<void> => {
    for (let tries = 0; tries < 4; tries++) {
      await until(id, 'verifying');
      const { gate } = (await admin.migrations.get.query({ id })).state;
      if (gate?.verdict !== 'fail') break;
      await admin.migrations.act.mutate({ id, act: { kind: 'verify' } });
    }
    await second.migrations.act.mutate({ id, act: { kind: 'approve' } });
  };
  const cutover = async (key: string, id: string) => {
    const { epoch } = await admin.migrations.get.query({ id });
    return { id, act: { kind: 'cutover' as const, epochSeen: epoch, confirmation: key } };
  };
  return {
    embeddings,
    admin,
    /** A collection on the embedder that gets things wrong, or on its way from another one to it. */
    async make(phase: 'alone' | 'migrating', documents = good, documentsPerSecond = 10_000) {
      const key = `c${++collections}`;
      const version = phase === 'alone' ? embeddings.version : plainVersion;
      await admin.collections.create.mutate({ key, name: key, version });
      if (documents.length > 0) await admin.ai.ingest.upsert.mutate({ collection: key, documents });
      if (phase === 'alone') return { key, id: '' };
      const throttle = { documentsPerSecond, batchesInFlight: 1, budgetUsd: null };
      const plan = { collection: key, version: embeddings.version, throttle };
      const { id } = await admin.migrations.plan.mutate(plan);
      await admin.migrations.act.mutate({ id, act: { kind: 'start' } });
      return { key, id };
    },
    /** Writes that no index has yet. */
    waiting,
    settled: (key: string, timeout = 30_000) => expect.poll(() => waiting(key), { timeout }).toBe(0),
    stage,
    until,
    letters: async (key: string) => (await admin.collections.deadLetters.query({ key })).letters,
    found,
    /** What the new index could not take in is named, and is not passed over. */
    async refusesToCutOver(key: string, id: string, document: string): Promise<void> {
      await approve(id);
      const request = await cutover(key, id);
      const { checks, allowed } = await admin.migrations.dryRun.mutate(request);
      expect(allowed).toBe(false);
      expect(checks.filter(({ passed }) => !passed)).toEqual([
        expect.objectContaining({
          check: 'dead-letters',
          figure: expect.stringContaining(document),
          mend: expect.stringMatching(/Retry the dead letters, or waive/),
        }),
      ]);
      const message = expect.stringContaining('Retry the dead letters');
      expect(await refusal(admin.migrations.act.mutate(request))).toEqual({ code: 'CONFLICT', message });
    },
    /** Approves and cuts over, and looks at what is found then. */
    async finish(key: string, id: string, documents: readonly string[]): Promise<void> {
      await approve(id);
      await admin.migrations.act.mutate(await cutover(key, id));
      expect(await found(key)).toEqual([...documents].toSorted());
    },
    async close(): Promise<void> {
      await server.close();
      await embeddings.close();
    },
  };
}
