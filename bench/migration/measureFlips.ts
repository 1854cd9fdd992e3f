import { setTimeout as pause } from 'node:timers/promises';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import type { ActRequest } from '../../server/migrations/act.ts';
import type { AppRouter } from '../../server/router.ts';
import { type ServerProcess, signedIn } from '../../server/testing/startServerProcess.ts';
import type { Corpus } from './corpora.ts';
import { type Times, timesOf } from './figures.ts';
import { type Service, startFlipLoad } from './flipLoad.ts';

const betweenMs = 150;
const settleMs = 30_000;

/** What happened while the pointer went there and back. */
export interface FlipRun {
  /** Of each, by the clock of whoever asked for it, in milliseconds. */
  cutovers: number[];
  reverses: number[];
  queries: Times & { failed: number; mixed: number; byNew: number };
  writes: Times & { failed: number };
  /** Documents that either index does not find as they were last written, of so many. */
  lost: number;
  written: number;
}

/** Cuts over and reverses through the running server, while queries and documents come in over HTTP. */
export async function measureFlips(
  server: ServerProcess,
  { key, id, corpus }: { key: string; id: string; corpus: Corpus },
  flips: number,
): Promise<FlipRun> {
  const { key: apiKey } = await server.createKey(['call', 'ingest']);
  const admin = await signedIn(server);
  const headers = { authorization: `Bearer ${apiKey}` };
  const service = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${server.url}/trpc`, headers, maxItems: 1 })],
  });
  const flip = async (kind: 'cutover' | 'reverse'): Promise<number> => {
    const { epoch, state } = await admin.migrations.get.query({ id });
    const act: ActRequest =
      kind === 'cutover'
        ? { kind, epochSeen: epoch, confirmation: key, waived: [] }
        : { kind, epochSeen: epoch, confirmation: null };
    const began = performance.now();
    await admin.migrations.act.mutate({ id, act });
    const ms = performance.now() - began;
    const { serving } = await admin.migrations.get.query({ id });
    if (serving !== (kind === 'cutover' ? state.to : state.from))
      throw new Error(`After the ${kind} the other index serves`);
    return ms;
  };

  const { state } = await admin.migrations.get.query({ id });
  // The first query of a server that has just started loads the vectors.
  await service.ai.search.mutate({ collection: key, query: 'first' });
  const load = startFlipLoad(service, { key, to: state.to, corpus });
  const cutovers: number[] = [];
  const reverses: number[] = [];
  try {
    await pause(betweenMs);
    for (let count = 0; count < flips; count++) {
      cutovers.push(await flip('cutover'));
      await pause(betweenMs);
      reverses.push(await flip('reverse'));
      await pause(betweenMs);
    }
  } finally {
    await load.stop();
  }
  const { queries, writes, written } = load;
  const lost = await countLost(service, key, written);
  await flip('cutover');
  return {
    cutovers,
    reverses,
    queries: { ...queries, ...timesOf(queries.ms) },
    writes: { ...timesOf(writes.ms), failed: writes.failed },
    lost: lost + (await countLost(service, key, written)),
    written: written.size,
  };
}

async function countLost(
  service: Service,
  collection: string,
  written: ReadonlyMap<string, string>,
): Promise<number> {
  const until = performance.now() + settleMs;
  const waits = async () =>
    (await service.ai.ingest.status.query({ collection })).indexes.some(({ waiting }) => waiting > 0);
  while ((await waits()) && performance.now() < until) await pause(50);
  let lost = 0;
  for (const [id, text] of written) {
    const { passages } = await service.ai.search.mutate({ collection, query: text, k: 3 });
    if (!passages.some((found) => found.document === id && found.text.endsWith(text))) lost++;
  }
  return lost;
}
