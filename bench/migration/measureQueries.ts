import { setTimeout as pause } from 'node:timers/promises';
import type { Corpus } from './corpora.ts';
import { type Times, timesOf } from './figures.ts';
import { type Library, usualThrottle } from './openLibrary.ts';

export interface QueryTimes {
  idle: Times;
  backfilling: Times;
  /** Documents a second that the backfill wrote meanwhile. */
  rate: number;
}

/**
 * One caller who asks one query after the other, while a backfill at the usual throttle runs and while it is paused, by
 * turns. A pause between queries leaves the machine room, as live traffic does.
 */
export async function measureQueries(
  library: Library,
  key: string,
  { golden, to }: Corpus,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<QueryTimes> {
  const times = { idle: [] as number[], backfilling: [] as number[] };
  let asked = 0;
  const ask = async (into: number[], ms: number) => {
    const until = performance.now() + ms;
    while (performance.now() < until) {
      const query = golden[asked++ % golden.length]?.query ?? '';
      const began = performance.now();
      await library.find(key, query);
      into.push(performance.now() - began);
      await pause(2);
    }
  };
  const id = await library.plan(key, to, usualThrottle);
  await ask([], 1_000);
  await library.act(id, { kind: 'start' });
  const covered = async () => {
    const { migration } = await library.held(id);
    const index = library.collection(key).indexes.find(({ version }) => version === migration.to);
    return index ? (await library.retrieval.store.manifestSummary(index.slot)).covered : 0;
  };
  let done = 0;
  for (let turn = 0; turn < rounds; turn++) {
    if (turn > 0) await library.act(id, { kind: 'resume' });
    await library.until(id, 'backfilling');
    const before = await covered();
    await ask(times.backfilling, seconds * 1_000);
    done += (await covered()) - before;
    await library.act(id, { kind: 'pause' });
    await pause(200);
    await ask(times.idle, seconds * 1_000);
  }
  await library.cancel(id);
  return {
    idle: timesOf(times.idle),
    backfilling: timesOf(times.backfilling),
    rate: done / (rounds * seconds),
  };
}
