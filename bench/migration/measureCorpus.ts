import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServerProcess } from '../../server/testing/startServerProcess.ts';
import type { Corpus } from './corpora.ts';
import { type BackfillRates, measureBackfill } from './measureBackfill.ts';
import { type FlipRun, measureFlips } from './measureFlips.ts';
import { type IngestTimes, measureIngest } from './measureIngest.ts';
import { measureQueries, type QueryTimes } from './measureQueries.ts';
import { type Library, openLibrary, unthrottled, usualThrottle } from './openLibrary.ts';
import { scaled } from './scale.ts';
import { plain } from './versions.ts';

const flips = 20;
const keys = { single: 'single', dual: 'library' };

export interface CorpusFigures {
  backfill: BackfillRates;
  queries: QueryTimes;
  ingest: { single: IngestTimes; dual: IngestTimes };
  flips: FlipRun;
}

/** All that is measured with one corpus: in this process first, then through a server on the same data. */
export async function measureCorpus(
  corpus: Corpus,
  say: (line: string) => void,
  backfills: number,
): Promise<CorpusFigures> {
  const folder = await mkdtemp(path.join(tmpdir(), 'knowngood-bench-'));
  try {
    const library = await openLibrary(folder);
    const { id, ...measured } = await inProcess(library, folder, corpus, say, backfills).finally(() =>
      library.close(),
    );
    say('cutovers and reverses, through a server');
    const server = await startServerProcess(folder);
    try {
      const subject = { key: keys.dual, id, corpus };
      return { ...measured, flips: await measureFlips(server, subject, scaled(flips, 3)) };
    } finally {
      await server.stop('SIGTERM');
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inProcess(
  library: Library,
  folder: string,
  corpus: Corpus,
  say: (line: string) => void,
  backfills: number,
): Promise<Omit<CorpusFigures, 'flips'> & { id: string }> {
  for (const key of Object.values(keys)) {
    say(`ingesting ${corpus.documents.length} documents into "${key}"`);
    await library.create(key, plain);
    await library.ingest(key, corpus.documents);
    await library.settled(key);
  }
  await library.judge(keys.dual, corpus.golden);
  say('queries beside a backfill');
  // So long that the backfill is not over before its turns are.
  const seconds = Math.min(scaled(8, 1), corpus.documents.length / usualThrottle.documentsPerSecond / 6);
  const queries = await measureQueries(library, keys.dual, corpus, { rounds: 4, seconds });
  say('backfills');
  const backfill = await measureBackfill(library, folder, keys.dual, corpus, backfills);
  const id = await library.plan(keys.dual, corpus.to, unthrottled);
  await library.act(id, { kind: 'start' });
  const { verdict, words } = await library.verdict(id);
  if (verdict !== 'pass') throw new Error(`The gate does not let the new index through: ${words}`);
  say('ingestion with one index and with two');
  const ingest = await measureIngest(library, keys, corpus, {
    rounds: scaled(6, 2),
    writes: scaled(100, 20),
  });
  return { id, backfill, queries, ingest };
}
