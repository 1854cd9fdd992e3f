import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { ready } from '../gateway/load.ts';
import { flagKey, prepareGateway } from '../gateway/prepareGateway.ts';
import { startOn } from '../gateway/processes.ts';
import type { BenchResult } from '../result.ts';
import { callOnce, type Saw } from './callOnce.ts';

const project = path.join(import.meta.dirname, '../..');
const ports = { upstream: 9951, ours: 9953 };
const concurrent = 200;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 60);
const warmSeconds = 8;
/** What a heap may have grown by between two forced collections, in MB: caches that fill, and no more. */
const heapAllowanceMb = 8;

interface Recorded {
  id: string;
  outcome: string;
  servedBy: string;
}

/**
 * 200 streams at once, with callers who leave at random and an upstream that refuses, resets and breaks off: nothing
 * may leak, and every call must have exactly one record that says what its caller saw.
 */
export default async function run(): Promise<BenchResult> {
  const gateway = await prepareGateway(`http://127.0.0.1:${ports.upstream}/v1`, ports.ours);
  const heapFile = path.join(gateway.dataDir, 'heap');
  const upstream = startOn(0, [path.join(import.meta.dirname, 'upstream.mjs'), String(ports.upstream)], {
    cwd: project,
  });
  const ours = startOn(
    1,
    ['--expose-gc', '--import', path.join(import.meta.dirname, 'reportHeap.mjs'), 'server/start.mjs'],
    { cwd: project, env: { ...gateway.env, BENCH_HEAP_FILE: heapFile } },
  );
  const target = {
    port: ports.ours,
    headers: {
      authorization: `Bearer ${gateway.apiKey}`,
      'knowngood-context': '{"targetingKey":"user-4711"}',
    },
    body: JSON.stringify({
      model: flagKey,
      stream: true,
      messages: [{ role: 'user', content: 'Summarise the refund policy in one sentence.' }],
    }),
  };
  try {
    await ready({
      url: `http://127.0.0.1:${ports.ours}/v1/models`.replace('/models', '/chat/completions'),
      headers: target.headers,
      body: target.body,
    });
    const warm = await keepStreaming(target, warmSeconds, 'warm');
    await settled();
    const heapBefore = await heapOf(ours.pid, heapFile);
    const socketsBefore = socketsOf(ours.pid);
    const saw = await keepStreaming(target, seconds, 'call');
    const openAtEnd = await settled();
    const heapAfter = await heapOf(ours.pid, heapFile);
    const socketsAfter = socketsOf(ours.pid);
    await ours.stop();
    const recorded = recordsIn(path.join(gateway.dataDir, 'knowngood.db'));
    return judge(saw, recorded, {
      warmCalls: warm.length,
      openAtEnd,
      heapGrowthMb: Math.round(((heapAfter - heapBefore) / 2 ** 20) * 10) / 10,
      socketsBefore,
      socketsAfter,
    });
  } finally {
    await ours.stop();
    await upstream.stop();
    await gateway.done();
  }
}

async function keepStreaming(
  target: Parameters<typeof callOnce>[0],
  forSeconds: number,
  name: string,
): Promise<Saw[]> {
  const until = Date.now() + forSeconds * 1000;
  const all: Saw[] = [];
  let count = 0;
  const worker = async () => {
    while (Date.now() < until) {
      const leaves = Math.random() < 0.25 ? Math.random() * 700 : null;
      all.push(await callOnce(target, `${name}-${++count}`, leaves));
    }
  };
  await Promise.all(Array.from({ length: concurrent }, worker));
  return all;
}

/** Waits until idle connections are gone and records written; answers what the upstream still works on. */
async function settled(): Promise<number> {
  let open = Number.NaN;
  for (let tried = 0; tried < 20; tried++) {
    await pause(500);
    open = Number(await (await fetch(`http://127.0.0.1:${ports.upstream}/open`)).text());
    if (open === 0 && tried > 6) break;
  }
  return open;
}

async function heapOf(pid: number, file: string): Promise<number> {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (let tried = 0; tried < 100 && !existsSync(file); tried++) await pause(50);
  await pause(100);
  return Number(readFileSync(file, 'utf8'));
}

/** Open sockets of a process; null where /proc is not there. */
function socketsOf(pid: number): number | null {
  try {
    return readdirSync(`/proc/${pid}/fd`).filter((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:');
      } catch {
        return false;
      }
    }).length;
  } catch {
    return null;
  }
}

function recordsIn(file: string): Map<string, Recorded[]> {
  const database = new Database(file, { readonly: true });
  const rows = database
    .prepare("select id, outcome, served_by as servedBy from inferences where id like 'call-%'")
    .all() as Recorded[];
  database.close();
  return Map.groupBy(rows, (row) => row.id);
}

/** Whether a record says what its caller saw. Whoever leaves may have left just after the end. */
function isTruthful(saw: Saw, { outcome, servedBy }: Recorded): boolean {
  if (saw.end === 'left') return outcome === 'cancelled' || outcome === 'ok' || outcome === 'incomplete';
  if (saw.servedBy !== servedBy) return false;
  if (saw.end === 'whole') return outcome === 'ok';
  return saw.end === 'told' ? outcome === 'incomplete' : false;
}

function judge(
  saw: Saw[],
  recorded: Map<string, Recorded[]>,
  measured: {
    warmCalls: number;
    openAtEnd: number;
    heapGrowthMb: number;
    socketsBefore: number | null;
    socketsAfter: number | null;
  },
): BenchResult {
  const count = (end: Saw['end']) => saw.filter((one) => one.end === end).length;
  const notOne = saw.filter((one) => {
    const records = recorded.get(one.id)?.length ?? 0;
    // Who left before the request was read has made no call.
    return one.end === 'left' ? records > 1 : records !== 1;
  });
  const untruthful = saw.filter((one) => {
    const [record] = recorded.get(one.id) ?? [];
    return record !== undefined && !isTruthful(one, record);
  });
  for (const one of untruthful.slice(0, 5)) console.log('untruthful:', one, recorded.get(one.id));
  const figures: BenchResult['figures'] = {
    seconds,
    concurrent,
    calls: saw.length,
    whole: count('whole'),
    toldInBand: count('told'),
    left: count('left'),
    refused: count('refused'),
    cutWithoutAWord: count('cut'),
    withoutExactlyOneRecord: notOne.length,
    untruthful: untruthful.length,
    ...measured,
  };
  console.table(Object.entries(figures).map(([figure, value]) => ({ figure, value })));
  const { socketsBefore, socketsAfter } = measured;
  const leaked = socketsBefore !== null && socketsAfter !== null && socketsAfter > socketsBefore + 4;
  const targets = {
    sockets: 'no socket is left open, here or at the upstream',
    memory: `at most ${heapAllowanceMb} MB more after a forced collection`,
    records: 'every call has exactly one record',
    truth: 'every record says what its caller saw',
    silence: 'no stream ends without a word',
  };
  const missed = [
    ...(leaked || measured.openAtEnd !== 0 ? ['sockets'] : []),
    ...(measured.heapGrowthMb <= heapAllowanceMb ? [] : ['memory']),
    ...(notOne.length === 0 ? [] : ['records']),
    ...(untruthful.length === 0 ? [] : ['truth']),
    ...(count('cut') + count('refused') === 0 ? [] : ['silence']),
  ];
  return { figures, targets, missed };
}
