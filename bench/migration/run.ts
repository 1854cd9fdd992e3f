import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dataFolder } from '../parity/collections.ts';
import type { BenchResult } from '../result.ts';
import { type Corpus, scifact, synthetic } from './corpora.ts';
import { measureCorpus } from './measureCorpus.ts';
import { type Growth, hashed384, measureGrowth } from './measureGrowth.ts';
import { type Draft, openLibrary } from './openLibrary.ts';
import { reportCorpus, reportGrowth } from './report.ts';
import { scale, scaled } from './scale.ts';
import { plain, titledB } from './versions.ts';

const sizes = [1_000, 10_000, 100_000].map((size) => scaled(size, 20));
const say = (line: string) => console.log(`  ${new Date().toISOString().slice(11, 19)} ${line}`);

/**
 * What a migration costs whoever asks and writes meanwhile: SciFact and 100,000 synthetic documents from the weaker built-in
 * embedder to the stronger one. What is compared is measured in the same run, by turns.
 */
export default async function run(): Promise<BenchResult> {
  const result: BenchResult = { figures: { scale }, targets: {}, missed: [] };
  const real = scifact();
  if (!real) {
    console.log(`No labelled data at ${dataFolder}/retrieval/scifact (BENCH_DATA names another place).`);
    result.targets['scifact'] = 'the labelled data is there';
    result.missed.push('scifact');
  }
  const large = synthetic(sizes.at(-1) ?? 0);
  for (const [corpus, backfills] of [[real, 3] as const, [large, 2] as const]) {
    if (!corpus) continue;
    console.log(`\n${corpus.name}: ${corpus.documents.length} documents`);
    reportCorpus(corpus.name, await measureCorpus(corpus, say, backfills), result);
  }
  console.log('\nSearch as documents grow');
  for (const [name, version] of growing) reportGrowth(name, await grown(large, version), result);
  return result;
}

const growing: readonly (readonly [name: string, version: Draft])[] = [
  ['256 dimensions', plain],
  ['384 dimensions', { embedder: { provider: hashed384.name, model: 'hashed-384@1', dimensions: 384 } }],
  ['1024 dimensions', titledB],
];

async function grown(corpus: Corpus, version: Draft): Promise<Growth[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'knowngood-bench-'));
  const library = await openLibrary(folder, [hashed384]);
  try {
    return await measureGrowth(library, 'growing', version, corpus, sizes);
  } finally {
    await library.close();
    await rm(folder, { recursive: true, force: true });
  }
}
