import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCuttingProxy } from '../../server/testing/cuttingProxy.ts';
import { signedIn, startServerProcess } from '../../server/testing/startServerProcess.ts';
import type { BenchResult } from '../result.ts';
import { type Flips, measureFlips, percentile } from './measureFlips.ts';
import { startWorkers } from './startWorkers.ts';

const processes = 10;
const clientsOfEach = 5;
const clients = processes * clientsOfEach;
const flag = 'docs-answer';

/** Each flip and each phase is bounded, so that the whole ends within four minutes at worst of a healthy machine. */
const streaming = { flag, flips: 200, timeoutMs: 5_000 };
const cut = { flag, flips: 12, timeoutMs: 10_000 };

/**
 * How long until the last of 50 clients obeys a kill switch, from the moment it is pressed in the admin app's
 * API: over the event stream, and with the event stream cut. Ten processes with five clients each.
 */
export default async function run(): Promise<BenchResult> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'knowngood-bench-'));
  const server = await startServerProcess(dataDir);
  try {
    const { key } = await server.createKey(['sync']);
    const admin = await signedIn(server);
    const phase = async (url: string, options: typeof streaming): Promise<Flips & { receipts: string }> => {
      const workers = await startWorkers(processes, { url, key, clients: clientsOfEach, flag });
      try {
        const flips = await measureFlips(admin, workers, options);
        await new Promise((resolve) => setTimeout(resolve, 300));
        const { obeyed, total } = await admin.clients.receipts.query();
        return { ...flips, receipts: `${obeyed} of ${total}` };
      } finally {
        await workers.stop();
      }
    };
    const live = await phase(server.url, streaming);
    const proxy = await startCuttingProxy(server.url);
    const polled = await phase(proxy.url, cut).finally(() => proxy.close());
    return report(live, polled);
  } finally {
    await server.stop('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  }
}

function report(live: Flips & { receipts: string }, polled: Flips): BenchResult {
  const round = (value: number) => Math.round(value * 10) / 10;
  const p99 = round(percentile(live.lastMs, 0.99));
  const worstCut = round(percentile(polled.lastMs, 1));
  const figures = {
    clients,
    processes,
    flips: streaming.flips,
    p50Ms: round(percentile(live.lastMs, 0.5)),
    p99Ms: p99,
    maxMs: round(percentile(live.lastMs, 1)),
    lostFlips: live.lost,
    receipts: live.receipts,
    cutFlips: cut.flips,
    cutP50Ms: round(percentile(polled.lastMs, 0.5)),
    cutMaxMs: worstCut,
    cutLostFlips: polled.lost,
  };
  console.log(`Propagation to the last of ${clients} clients (${processes} processes x ${clientsOfEach})`);
  console.table({
    'event stream': {
      flips: figures.flips,
      p50: figures.p50Ms,
      p99: p99,
      max: figures.maxMs,
      lost: live.lost,
    },
    'stream cut': {
      flips: figures.cutFlips,
      p50: figures.cutP50Ms,
      p99: null,
      max: worstCut,
      lost: polled.lost,
    },
  });
  const targets = { p99Ms: 'under 100 ms', cutMaxMs: 'under 5,000 ms' };
  const missed = [
    ...(p99 < 100 && live.lost === 0 ? [] : ['p99Ms']),
    ...(worstCut < 5_000 && polled.lost === 0 ? [] : ['cutMaxMs']),
  ];
  return { figures, targets, missed };
}
