import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { projectFolder } from '../buildDependencies.ts';
import { environment } from '../testing/callPipe.ts';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { documentationKey as collection } from './documentation.ts';
import { readGoldenQuestions } from './goldenQuestions.ts';
import { seedDocuments } from './seedDocuments.ts';

const questions = await readGoldenQuestions();
const atOnce = 16;
/** What the README promises to whoever tries it: an answer that misses the point before the cutover, and has it after. */
const shown = [
  'How do I change the port?',
  'my approval request says stale, what now?',
  'backing up the database',
  'readiness check for the load balancer',
  'using OpenFeature in Node',
];

let server: TestServer;
let admin: ReturnType<typeof personClient>;
const migration = async () => {
  const { migrations } = await admin.migrations.list.query();
  expect(migrations).toHaveLength(1);
  const [first] = migrations;
  if (!first) throw new Error('There is no migration');
  return admin.migrations.get.query({ id: first.id });
};

beforeAll(async () => {
  server = await startTestServer();
  admin = personClient(server.url, await server.signIn());
});
afterAll(() => server?.close());

/** Asks every question through the call pipe, over HTTP, and answers those whose answers hold the fact. */
async function rightAnswers(): Promise<Set<string>> {
  const right = new Set<string>();
  for (let start = 0; start < questions.length; start += atOnce)
    await Promise.all(
      questions.slice(start, start + atOnce).map(async ({ ask, facts }) => {
        const answer = await server.service.ai.generate.mutate({
          flag: 'docs-answer',
          input: ask,
          context: { targetingKey: 'ada' },
        });
        expect(answer).toMatchObject({ servedBy: 'assigned', simulated: true });
        const said = (answer.output ?? '').toLowerCase();
        if (facts.some((fact) => said.includes(fact.toLowerCase()))) right.add(ask);
      }),
    );
  return right;
}

/** Waits until there is a verdict, and none is being made. */
async function verdict() {
  await expect
    .poll(
      async () => {
        const { state } = await migration();
        return state.gate !== null && !state.gateRunning;
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  return migration();
}

async function failedChecks(id: string): Promise<string[]> {
  const { reports } = await admin.migrations.reports.query({ id, limit: 1 });
  const checks = z.array(z.object({ check: z.string(), passed: z.boolean() }));
  const body = z.object({ hard: checks, operational: checks }).parse(reports[0]?.body);
  return [...body.hard, ...body.operational].filter(({ passed }) => !passed).map(({ check }) => check);
}

describe('the demo of a migration', () => {
  it('is a draft that waits for somebody to start it, with the golden queries kept', async () => {
    const { state, epoch, coverage } = await migration();
    expect(state).toMatchObject({ stage: 'draft', serving: 'old', startedBy: null });
    expect({ epoch, coverage }).toMatchObject({ epoch: 1, coverage: null });
    const { retrieval } = server.dependencies;
    const [set, ...more] = await retrieval.store.migrations.goldenSets(
      retrieval.directory.find(environment, collection).id,
    );
    expect([set?.name, more]).toEqual(['Questions about Knowngood, judged by hand', []]);
  });

  it('is seeded once: seeding that a crash has cut short goes on, and does nothing twice', async () => {
    const { retrieval, configuration } = server.dependencies;
    const state = async () => ({
      revision: configuration.snapshot(environment).revision,
      migrations: await retrieval.store.migrations.list({ environment, limit: 10 }),
      sets: await retrieval.store.migrations.goldenSets(retrieval.directory.find(environment, collection).id),
      documents: (await retrieval.store.manifestSummary(1)).documents,
    });
    const before = await state();
    const { facts } = configuration.store;
    // What a crash before the last step leaves behind: everything but the word that it is done.
    const forgetful = { ...configuration.store, facts: { ...facts, get: async () => null } };
    await seedDocuments(
      { ...retrieval, configuration: { ...configuration, store: forgetful } },
      { environment, author: { kind: 'system', id: 'start', name: 'Knowngood' }, folder: projectFolder },
    );
    expect(await state()).toEqual(before);
  });

  it('passes the gate on measured grounds, and more answers hold the right fact after the cutover', async () => {
    const { id, state } = await migration();
    const before = await rightAnswers();
    await admin.migrations.act.mutate({
      id,
      act: { kind: 'throttle', throttle: { ...state.throttle, documentsPerSecond: 10_000 } },
    });
    await admin.migrations.act.mutate({ id, act: { kind: 'start' } });
    let judged = await verdict();
    // Where everything else runs on the same machine, a stall may look like a slow index: that alone is measured again.
    for (let again = 0; again < 4 && (await failedChecks(id)).join() === 'latency'; again++) {
      await admin.migrations.act.mutate({ id, act: { kind: 'verify' } });
      judged = await verdict();
    }
    expect(judged.state.gate?.words).toMatch(new RegExp(`over ${questions.length} queries`));
    expect(judged.state, judged.state.gate?.words).toMatchObject({
      stage: 'ready',
      gate: { verdict: 'pass' },
    });
    await admin.migrations.act.mutate({
      id,
      act: { kind: 'cutover', epochSeen: judged.epoch, confirmation: collection },
      reason: 'Better answers',
    });
    const after = await rightAnswers();
    expect(after.size).toBeGreaterThan(before.size + questions.length / 25);
    for (const ask of shown) {
      expect(before.has(ask), `${ask}, before`).toBe(false);
      expect(after.has(ask), `${ask}, after`).toBe(true);
    }
  }, 120_000);
});
