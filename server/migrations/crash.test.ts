import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../buildDependencies.ts';
import { verifyEveryChain } from '../configuration/verifyChain.ts';
import { connect } from '../store/sqlite/connect.ts';
import { inspectIndexes } from '../testing/inspectIndexes.ts';
import { killPlan, nameOf } from '../testing/killPlan.ts';
import { openTestRetrieval, type TestRetrieval } from '../testing/testRetrieval.ts';
import { type Said, whatWasSaid } from '../testing/whatWasSaid.ts';
import { heldOf } from './held.ts';
import { openMigrations } from './migrations.ts';

/**
 * How often a process is killed. With KG_KILLS=200 and more it goes on until every boundary between statements that any
 * process has come to has killed one, and fails where it does not come to that.
 */
const kills = Number(process.env.KG_KILLS ?? 6);
const isThorough = kills >= 200;
const mostKills = isThorough ? kills * 4 : kills;
const sides = 3;
const patienceMs = isThorough ? 30_000 : 20_000;

/** Runs the child on a library's file until it dies, by its failpoint or by our hand. */
async function run(file: string, round: number, asked: Record<string, string>, ...more: string[]) {
  const preload = pathToFileURL(path.join(projectFolder, 'server/store/sqlite/killAtStatement.ts'));
  preload.search = new URLSearchParams(asked).toString();
  const child = path.join(projectFolder, 'server/testing/migrationChild.ts');
  const running = spawn(process.execPath, ['--import', preload.href, child, file, String(round), ...more], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaint = '';
  running.stdout.on('data', (text) => {
    said += text;
  });
  running.stderr.on('data', (text) => {
    complaint += text;
  });
  let isByHand = false;
  const timer = setTimeout(
    () => {
      isByHand = true;
      running.kill('SIGKILL');
    },
    more.length > 0 ? 60_000 : patienceMs,
  );
  const [, signal] = (await once(running, 'close')) as [number | null, string | null];
  clearTimeout(timer);
  const lines = said.split('\n').filter((line) => line.endsWith('}'));
  return { said: lines.map((line) => JSON.parse(line) as Said), signal, isByHand, complaint };
}

/** What is wrong with what the killed processes have left, once it has been carried on. */
async function examine(library: TestRetrieval): Promise<void> {
  const { retrieval, data } = library;
  await data.configuration.reload('production');
  await retrieval.directory.reload();
  const migrations = openMigrations(retrieval, { everyMs: 30, leaseMs: 300 });
  migrations.controller.start();
  const [latest] = await retrieval.store.migrations.list({ limit: 1 });
  const deadline = performance.now() + 20_000;
  while (latest) {
    const { migration } = heldOf((await retrieval.store.migrations.find(latest.id))!).body;
    const isUnderWay =
      ['dual-write', 'backfilling', 'retiring'].includes(migration.stage) || migration.pending;
    if (!isUnderWay && !migration.gateRunning) break;
    expect(performance.now(), `${migration.stage} has not gone on`).toBeLessThan(deadline);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await library.settled();
  await migrations.controller.close();

  const connection = connect(data.file, { durability: 'FULL', busyMs: 2_000, readonly: true });
  const alive = connection
    .prepare("select id, json_extract(body, '$.text') as text from documents where deleted = 0 order by id")
    .all() as { id: string; text: string }[];
  for (const { slot, version } of library.collection().indexes) {
    const { specification } = await retrieval.indexers.version(version);
    const title = specification.splitter.title === 'every-chunk' ? 'Titled\n' : '';
    const chunks = connection
      .prepare(`select document, text from chunks_${slot} order by document, chunk`)
      .all() as { document: string; text: string }[];
    const plain = chunks.map(({ document, text }) => [document, text.replace(/\s+/g, ' ')]);
    expect(plain).toEqual(alive.map(({ id, text }) => [id, `${title}${text}`.replace(/\s+/g, ' ')]));
    const summary = await retrieval.store.manifestSummary(slot);
    expect(summary).toMatchObject({ covered: alive.length, orphans: 0, waiting: 0, dead: 0 });
  }
  connection.close();
  const reports = await verifyEveryChain({ store: data.store, sign: data.sign }, []);
  expect(reports.filter(({ ok }) => !ok)).toEqual([]);
}

describe('a process that is killed in the middle of a migration', () => {
  it(`loses no acknowledged write, brings back no removed document and mixes no answer, ${kills} times`, async () => {
    const libraries = await Promise.all(Array.from({ length: sides }, () => openTestRetrieval()));
    const notes = path.join(libraries[0]!.data.folder, 'statements');
    const plan = killPlan();
    const learn = async () => plan.learn(await readFile(notes, 'utf8').catch(() => ''));
    try {
      // Whatever is done from now on, the children do.
      for (const { retrieval } of libraries) await retrieval.pump.close();
      const whole = await run(libraries[0]!.data.file, 0, { note: notes }, 'once');
      expect(whole.signal, whole.complaint).toBeNull();
      await learn();
      let begun = 0;
      let byHand = 0;
      const work = async (library: TestRetrieval, side: number) => {
        const said = whatWasSaid();
        if (side === 0) said.take(whole.said);
        while (begun < kills || (isThorough && plan.missed().length > 0 && begun < mostKills)) {
          const point = plan.next();
          const done = await run(library.data.file, ++begun, { note: notes, kill: JSON.stringify(point) });
          expect(done.signal, done.complaint).toBe('SIGKILL');
          said.take(done.said);
          if (done.isByHand) byHand++;
          else plan.met(point);
          expect(inspectIndexes(library.data.file, said.writes()), nameOf(point)).toEqual([]);
          // An epoch has one version, whichever process answered.
          expect([said.mixed, said.epochsOfSeveral()]).toEqual([[], []]);
          await learn();
          if (isThorough && begun % 50 === 0)
            process.stdout.write(`${begun} kills, ${plan.missed().length} boundaries to go\n`);
        }
        const { createPump } = await import('../retrieval/pump.ts');
        const { store, indexers, log, now } = library.retrieval;
        library.retrieval.pump = createPump({ store, index: indexers.index, log, now });
        library.retrieval.pump.start();
        await examine(library);
        expect(inspectIndexes(library.data.file, said.writes())).toEqual([]);
        return said.counts;
      };
      const said = await Promise.all(libraries.map(work));
      const count = (kind: Said['kind']) => said.reduce((sum, own) => sum + own[kind], 0);
      process.stdout.write(
        `${begun} kills, ${byHand} of them by the clock, under ${count('write')} acknowledged writes, ${count('answer')} answers and ${count('act')} acts\n${plan.coverage()}\n`,
      );
      const missed = plan.missed();
      if (isThorough) expect(missed, 'boundaries at which no process has died').toEqual([]);
      expect(begun - byHand).toBeGreaterThanOrEqual(begun / 2);
    } finally {
      for (const library of libraries) await library.close();
    }
  }, 7_200_000);
});
