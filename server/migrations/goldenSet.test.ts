import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainSplitter } from '../../shared/retrieval/indexVersion.ts';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { joinPerson } from '../testing/testPeople.ts';

let server: TestServer;
let admin: ReturnType<typeof personClient>;
let manager: typeof admin;
beforeAll(async () => {
  server = await startTestServer();
  const cookie = await server.signIn();
  admin = personClient(server.url, cookie);
  manager = (await joinPerson(server, cookie, 'mo@example.com', { production: 'release-manager' })).client;
}, 60_000);
afterAll(() => server.close());

const count = 60;
const syllables = ['bo', 'ka', 'lu', 'mi', 'ne', 'pa', 'ri', 'so', 'tu', 've'];
/** A word that stands in one title only. */
const wordOf = (at: number) => `${syllables[Math.floor(at / 10)]}${syllables[at % 10]}zan`;
const lexical = { provider: 'lexical' as const, model: 'lexical-a@1' as const, dimensions: 256 as const };
/** Titles are what is asked for, and it leaves them out. */
const worse = { splitter: { ...plainSplitter, title: 'omit' as const }, embedder: lexical };

const golden = (queries: number, document: (at: number) => string, query = wordOf) =>
  Array.from({ length: queries }, (_, at) => ({ query: query(at), grades: { [document(at)]: 1 } }));
const real = golden(count, (at) => `d${at}`);
const ghosts = (queries: number) =>
  golden(
    queries,
    (at) => `ghost${at}`,
    (at) => `parcels ${at}`,
  );

async function fill(collection: string) {
  await admin.collections.create.mutate({
    key: collection,
    name: collection,
    version: { embedder: lexical },
  });
  await admin.ai.ingest.upsert.mutate({
    collection,
    documents: Array.from({ length: count }, (_, at) => {
      return { id: `d${at}`, title: wordOf(at), text: `Parcels fly over deserts, number ${at}` };
    }),
  });
}
const keep = (collection: string, queries: typeof real, who = manager) =>
  who.migrations.keepGoldenSet.mutate({ collection, name: 'Set', queries });
async function start(collection: string, version: typeof worse = worse) {
  const { id } = await manager.migrations.plan.mutate({ collection, version });
  await manager.migrations.act.mutate({ id, act: { kind: 'start' } });
  return id;
}
async function verdict(id: string) {
  const get = () => admin.migrations.get.query({ id });
  await expect
    .poll(async () => ['verifying', 'ready'].includes((await get()).state.stage), { timeout: 20_000 })
    .toBe(true);
  await expect.poll(async () => (await get()).state.gateRunning, { timeout: 20_000 }).toBe(false);
  const { stage, gate } = (await get()).state;
  return { stage, verdict: gate?.verdict, words: gate?.words ?? '' };
}
async function again(id: string) {
  await manager.migrations.act.mutate({ id, act: { kind: 'verify' } });
  return verdict(id);
}

describe('an index that is worse', () => {
  it('is not let through by golden queries that tell nothing', async () => {
    await fill('worse');
    await keep('worse', real);
    const id = await start('worse');
    expect(await verdict(id)).toMatchObject({ verdict: 'fail', words: expect.stringMatching(/^Worse/) });

    expect(await keep('worse', ghosts(30))).toMatchObject({
      queries: 30,
      usable: 0,
      leftOut: { unanswered: 30, repeated: 0 },
      unknown: Array.from({ length: 20 }, (_, at) => `ghost${at}`),
      unknownCount: 30,
    });
    expect(await again(id)).toMatchObject({
      verdict: 'unjudged',
      stage: 'verifying',
      words: expect.stringMatching(/None of the 30 golden queries/),
    });

    const same = golden(
      30,
      () => 'd0',
      (at) => (at % 2 === 0 ? ' Parcels  FLY ' : 'parcels fly'),
    );
    expect(await keep('worse', same)).toMatchObject({ usable: 1, leftOut: { repeated: 29 }, unknown: [] });
    expect(await again(id)).toMatchObject({
      verdict: 'inconclusive',
      words: expect.stringMatching(/over 1 queries\. Left out: 29 that repeat another/),
    });

    expect(await keep('worse', [...real.slice(0, 35), ...ghosts(3_000)])).toMatchObject({ usable: 35 });
    expect(await again(id)).toMatchObject({
      verdict: 'fail',
      words: expect.stringMatching(/over 35 queries\. Left out: 3000 that no document of the collection/),
    });
    const [report] = (await admin.migrations.reports.query({ id, limit: 1 })).reports;
    expect(report?.body).toMatchObject({
      queries: 35,
      golden: { queries: 3_035, usable: 35, leftOut: { unanswered: 3_000 }, unknownCount: 3_000 },
    });

    // A document that is gone answers nothing any more.
    await admin.ai.ingest.remove.mutate({ collection: 'worse', ids: ['d0', 'd1'] });
    expect(await keep('worse', real)).toMatchObject({ usable: 58, unknown: ['d0', 'd1'] });

    const unfindable = golden(
      40,
      (at) => `d${at + 2}`,
      (at) => `xyzzy${at}`,
    );
    await keep('worse', unfindable);
    expect((await again(id)).verdict).not.toBe('pass');
  }, 60_000);

  it('needs a second person where the one who started has replaced the queries that found it worse', async () => {
    await fill('shop');
    await keep('shop', real);
    const id = await start('shop');
    expect(await verdict(id)).toMatchObject({ verdict: 'fail' });
    // Queries that both answer alike: honest by themselves, and chosen.
    const easy = golden(
      40,
      (at) => `d${at}`,
      (at) => `number ${at}`,
    );
    await keep('shop', easy);
    const chosen = { verdict: 'unjudged', words: expect.stringMatching(/second person must approve/) };
    expect(await again(id)).toMatchObject(chosen);
    expect(await again(id)).toMatchObject(chosen);
    const cutover = { kind: 'cutover' as const, epochSeen: 1, confirmation: 'shop' };
    await expect(manager.migrations.act.mutate({ id, act: cutover })).rejects.toThrow();
    await expect(manager.migrations.act.mutate({ id, act: { kind: 'approve' } })).rejects.toThrow(
      /somebody else/,
    );

    // Neither does it help to begin anew.
    await manager.migrations.act.mutate({ id, act: { kind: 'cancel' } });
    const other = await start('shop', { ...worse, splitter: { ...worse.splitter, size: 200 } });
    expect(await verdict(other)).toMatchObject(chosen);
    await admin.migrations.act.mutate({ id: other, act: { kind: 'approve' } });
    expect(await verdict(other)).toMatchObject({ stage: 'ready' });
  }, 60_000);

  it('is judged by the queries alone where somebody else has kept them', async () => {
    await fill('mended');
    await keep('mended', real);
    const id = await start('mended');
    expect(await verdict(id)).toMatchObject({ verdict: 'fail' });
    await keep(
      'mended',
      golden(
        40,
        (at) => `d${at}`,
        (at) => `number ${at}`,
      ),
      admin,
    );
    expect(await again(id)).toMatchObject({ verdict: 'pass', stage: 'ready' });
  }, 60_000);
});

describe('a golden set', () => {
  const set = (name: string, query: string) => ({
    collection: 'words',
    name,
    queries: [{ query, grades: { d0: 1 } }],
  });

  it('with half a character or a zero byte is refused by the name of the field', async () => {
    await fill('words');
    for (const [request, path] of [
      [set('Set', '\ud800'), 'queries.0.query'],
      [set('Set', 'a\0b'), 'queries.0.query'],
      [set('\ud800', 'fine'), 'name'],
    ] as const) {
      const refused = await admin.migrations.keepGoldenSet.mutate(request).catch((error) => error.data);
      expect(refused).toMatchObject({ code: 'BAD_REQUEST', issues: [{ path }] });
    }
  });
});
