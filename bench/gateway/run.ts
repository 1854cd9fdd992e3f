import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { preparePeers } from '../peers.ts';
import type { BenchResult } from '../result.ts';
import { type Load, load, ready, type Target } from './load.ts';
import { flagKey, prepareGateway } from './prepareGateway.ts';
import { type Started, startOn, stayOff } from './processes.ts';

const project = path.join(import.meta.dirname, '../..');
const ports = { upstream: 9931, floor: 9932, ours: 9933 };
const connections = 50;
/** Many short rounds: what else the machine does changes slowly, so neighbours can be compared. */
const rounds = 11;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 2);
const slowUpstreamMs = 60;
/** Enough under way at a time to keep the server busy although each takes so long. */
const slowConnections = 400;
/** So many requests make a server's code as fast as it gets; what is measured before is the compiler. */
const warmUp = { seconds: Math.max(4, seconds), connections: 50 };

const bodyFor = (model: string, stream: boolean) =>
  JSON.stringify({
    model,
    stream,
    messages: [{ role: 'user', content: 'Summarise the refund policy in one sentence.' }],
  });
const wholeUnary = (text: string) => text.includes('"finish_reason":"stop"');
const wholeStream = (text: string) =>
  text.includes('"finish_reason":"stop"') && text.trimEnd().endsWith('data: [DONE]');

/**
 * What a call through Knowngood costs beside a bare pass-through on the same Express and HTTP client, with everything
 * on: key, evaluation with segments and a split, prompt, record, metrics. Interleaved; the upstream and the load share one
 * core, what is measured has the other.
 */
export default async function run(): Promise<BenchResult> {
  stayOff(1);
  const unary = await costs(false);
  const stream = await costs(true);
  const slow = await added();
  const portkey = peersBeside();
  const figures: BenchResult['figures'] = {
    unaryCpuUs: unary.ours.cpuUs,
    unaryFloorCpuUs: unary.floor.cpuUs,
    unaryRatio: unary.ratio,
    unaryRps: Math.round(unary.ours.rps),
    unaryFloorRps: Math.round(unary.floor.rps),
    streamCpuUs: stream.ours.cpuUs,
    streamFloorCpuUs: stream.floor.cpuUs,
    streamRatio: stream.ratio,
    streamRps: Math.round(stream.ours.rps),
    bad: unary.ours.bad + stream.ours.bad + slow.ours.bad,
    slowCapacityRps: Math.round(slow.capacity),
    halfCapacityPerSecond: slow.perSecond,
    addedP50Ms: tenth(slow.ours.p50Ms - slow.direct.p50Ms),
    addedP99Ms: tenth(slow.ours.p99Ms - slow.direct.p99Ms),
    floorAddedP50Ms: tenth(slow.floor.p50Ms - slow.direct.p50Ms),
    floorAddedP99Ms: tenth(slow.floor.p99Ms - slow.direct.p99Ms),
    ...portkey,
  };
  console.table(Object.entries(figures).map(([figure, value]) => ({ figure, value })));
  const targets = {
    unaryCpu: 'at most 2x the floor',
    streamCpu: 'at most 2x the floor',
    bad: 'no bad response',
    addedP50: `at most 2 ms at half the capacity with an upstream of ${slowUpstreamMs} ms`,
    addedP99: "at most the larger of 25 ms and twice the floor's",
  };
  const missed = [
    ...(unary.ratio <= 2 ? [] : ['unaryCpu']),
    ...(stream.ratio <= 2 ? [] : ['streamCpu']),
    ...(figures.bad === 0 ? [] : ['bad']),
    ...(Number(figures.addedP50Ms) <= 2 ? [] : ['addedP50']),
    ...(Number(figures.addedP99Ms) <= Math.max(25, 2 * Number(figures.floorAddedP99Ms)) ? [] : ['addedP99']),
  ];
  return { figures, targets, missed };
}

interface Cost extends Load {
  cpuUs: number;
}

/** Closed loop: CPU a request and requests a second of the floor and of ours. */
async function costs(stream: boolean): Promise<{ floor: Cost; ours: Cost; ratio: number }> {
  return withAll(0, stream, async ({ floor, ours }) => {
    const whole = stream ? wholeStream : wholeUnary;
    const shoot = async ({ target, process }: Measured): Promise<Cost> => {
      const before = process?.cpuMs() ?? 0;
      const result = await load(target, { seconds, connections, whole });
      const spentMs = (process?.cpuMs() ?? 0) - before;
      return { ...result, cpuUs: Math.round((spentMs * 1000) / Math.max(1, result.count)) };
    };
    for (const one of [floor, ours]) await load(one.target, { ...warmUp, whole });
    const rows = { floor: [] as Cost[], ours: [] as Cost[] };
    for (let round = 0; round < rounds; round++) {
      rows.floor.push(await shoot(floor));
      rows.ours.push(await shoot(ours));
    }
    const ratios = rows.ours.map((row, index) => row.cpuUs / (rows.floor[index]?.cpuUs ?? Number.NaN));
    return {
      floor: middle(rows.floor),
      ours: middle(rows.ours),
      ratio: Math.round(median(ratios) * 100) / 100,
    };
  });
}

/**
 * Open loop at a fixed rate, with a slow upstream: what is added to its own time. The rate is half of what ours can do
 * with that upstream, which is less than with one that answers at once: more calls are under way at a time.
 */
async function added() {
  return withAll(slowUpstreamMs, false, async ({ direct, floor, ours }) => {
    const whole = wholeUnary;
    const most = { ...warmUp, connections: slowConnections, whole };
    // What comes before is the warm-up of all, and the last of it the capacity of ours.
    for (const one of [direct, floor, ours]) await load(one.target, most);
    const { rps: capacity } = await load(ours.target, most);
    const perSecond = Math.max(20, Math.floor(capacity / 2));
    const shoot = ({ target }: Measured) => load(target, { seconds, connections: 1_000, perSecond, whole });
    const rows = { direct: [] as Load[], floor: [] as Load[], ours: [] as Load[] };
    for (let round = 0; round < rounds / 2; round++) {
      rows.direct.push(await shoot(direct));
      rows.floor.push(await shoot(floor));
      rows.ours.push(await shoot(ours));
    }
    const best = (all: Load[]): Load => ({
      ...middle(all),
      p50Ms: median(all.map((one) => one.p50Ms)),
      p99Ms: median(all.map((one) => one.p99Ms)),
    });
    const [fromDirect, fromFloor, fromOurs] = [best(rows.direct), best(rows.floor), best(rows.ours)];
    return { capacity, perSecond, direct: fromDirect, floor: fromFloor, ours: fromOurs };
  });
}

/** As `npm start` starts it. */
function startCommand(): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.split(' ').slice(1);
}

interface Measured {
  target: Target;
  process: Started | null;
}

async function withAll<T>(
  delayMs: number,
  stream: boolean,
  act: (all: { direct: Measured; floor: Measured; ours: Measured }) => Promise<T>,
): Promise<T> {
  const upstreamUrl = `http://127.0.0.1:${ports.upstream}/v1`;
  const gateway = await prepareGateway(upstreamUrl, ports.ours);
  const here = import.meta.dirname;
  const started = [
    startOn(0, [path.join(here, 'upstream.mjs'), String(ports.upstream)], {
      cwd: project,
      env: { DELAY_MS: String(delayMs) },
    }),
  ];
  const floor = startOn(1, [path.join(here, 'floor.mjs'), String(ports.floor), String(ports.upstream)], {
    cwd: project,
    env: { NODE_ENV: 'production' },
  });
  const ours = startOn(1, startCommand(), { cwd: project, env: gateway.env });
  started.push(floor, ours);
  const url = (port: number) => `http://127.0.0.1:${port}/v1/chat/completions`;
  const plain = bodyFor('bench-model-2026-01-01', stream);
  const all = {
    direct: { target: { url: url(ports.upstream), headers: {}, body: plain }, process: null },
    floor: { target: { url: url(ports.floor), headers: {}, body: plain }, process: floor },
    ours: {
      target: {
        url: url(ports.ours),
        headers: {
          authorization: `Bearer ${gateway.apiKey}`,
          'knowngood-context':
            '{"targetingKey":"user-4711","region":"us-east","tier":"pro","accountAgeDays":40}',
        },
        body: bodyFor(flagKey, stream),
      },
      process: ours,
    },
  };
  try {
    for (const { target } of Object.values(all)) await ready(target);
    return await act(all);
  } finally {
    for (const one of started) await one.stop();
    await gateway.done();
  }
}

/** The same work by another gateway, where the peers are there. */
function peersBeside(): Record<string, number | null> {
  const peers = preparePeers('gateway');
  if (!peers) {
    console.log('Ours was measured beside the floor alone.');
    return {};
  }
  try {
    const measured = (more: string[]) => {
      const out = spawnSync(
        process.execPath,
        ['run.mjs', '--rounds', '1', '--seconds', String(seconds), ...more],
        {
          cwd: peers.folder,
          encoding: 'utf8',
          timeout: 300_000,
        },
      );
      const last = out.stdout.trim().split('\n').at(-1) ?? '';
      const { result } = JSON.parse(last) as { result: { name: string; cpuUs: number | null }[] };
      const cpu = (name: string) => result.find((row) => row.name.startsWith(name))?.cpuUs ?? null;
      const [floor, portkey] = [cpu('floor'), cpu('portkey')];
      return floor && portkey ? Math.round((portkey / floor) * 100) / 100 : null;
    };
    return { portkeyUnaryRatio: measured([]), portkeyStreamRatio: measured(['--stream']) };
  } catch (error) {
    console.log(`The peers could not be measured: ${error instanceof Error ? error.message : error}`);
    return {};
  } finally {
    peers.done();
  }
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
/** The round whose throughput is in the middle, with the median of the CPU. */
const middle = <T extends Load & { cpuUs?: number }>(rows: T[]): T => {
  const found = rows.toSorted((a, b) => a.rps - b.rps)[Math.floor(rows.length / 2)];
  if (!found) throw new Error('Nothing was measured');
  const bad = rows.reduce((sum, row) => sum + row.bad, 0);
  const cpu = rows.flatMap((row) => (row.cpuUs === undefined ? [] : [row.cpuUs]));
  return { ...found, bad, ...(cpu.length > 0 ? { cpuUs: median(cpu) } : {}) };
};
const tenth = (ms: number) => Math.round(ms * 10) / 10;
