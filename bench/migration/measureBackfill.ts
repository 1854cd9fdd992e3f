import { setTimeout as pause } from 'node:timers/promises';
import type { Corpus } from './corpora.ts';
import { type Library, unthrottled } from './openLibrary.ts';
import { rawLimit } from './rawLimit.ts';

const mostMs = 1_800_000;

export interface BackfillRates {
  /** Documents a second, in the order of the rounds. */
  raw: number[];
  product: number[];
  chunks: number;
}

/** Backfills without a throttle, and after each what the machine can do at all. */
export async function measureBackfill(
  library: Library,
  folder: string,
  key: string,
  corpus: Corpus,
  rounds: number,
): Promise<BackfillRates> {
  const rates: BackfillRates = { raw: [], product: [], chunks: 0 };
  for (let round = 0; round < rounds; round++) {
    const id = await library.plan(key, corpus.to, unthrottled);
    const { to } = (await library.held(id)).migration;
    const began = performance.now();
    await library.act(id, { kind: 'start' });
    while ((await library.held(id)).migration.stage !== 'verifying') {
      if (performance.now() - began > mostMs) throw new Error('The backfill takes too long');
      await pause(5);
    }
    rates.product.push((corpus.documents.length * 1_000) / (performance.now() - began));
    rates.chunks = library.collection(key).indexes.find(({ version }) => version === to)?.chunks ?? 0;
    // With it ends the verdict that is being made.
    await library.cancel(id);
    rates.raw.push(await rawLimit(library, folder, corpus, to));
  }
  return rates;
}
