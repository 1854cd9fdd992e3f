import { setTimeout as pause } from 'node:timers/promises';
import { upsertDocuments } from '../../server/retrieval/ingest.ts';
import { NewDocument } from '../../shared/model/document.ts';
import type { Corpus } from './corpora.ts';
import { type Times, timesOf } from './figures.ts';
import { environment, type Library } from './openLibrary.ts';

const everyMs = 20;
const wordsOfEach = 80;
/** Every so many writes one is followed until it is found. */
const followed = 5;
const mostMs = 20_000;

export interface IngestTimes {
  /** Until the acknowledgement. */
  acknowledged: Times;
  /** From the sending until a query of the index that serves finds it, and until every index has it. */
  retrievable: Times;
  everywhere: Times;
}

/**
 * A steady stream of single documents, 50 a second, into two collections of the same documents by turns: one with one
 * index, the other in dual-write.
 */
export async function measureIngest(
  library: Library,
  keys: { single: string; dual: string },
  corpus: Corpus,
  { rounds, writes }: { rounds: number; writes: number },
): Promise<{ single: IngestTimes; dual: IngestTimes }> {
  const of = { single: samples(), dual: samples() };
  let number = 0;
  const one = async (key: string, into: ReturnType<typeof samples>, follow: boolean) => {
    const mark = `zz${(++number).toString(36)}qx`;
    const base = corpus.documents[number % corpus.documents.length]?.text ?? '';
    // One chunk, which nothing is nearer to than its own text.
    const text = [mark, ...base.split(' ').slice(0, wordsOfEach)].join(' ');
    const id = `fresh-${mark}`;
    const document = NewDocument.parse({ id, title: mark, text });
    const began = performance.now();
    await upsertDocuments(library.retrieval, { environment, collection: key, documents: [document] });
    into.acknowledged.push(performance.now() - began);
    if (!follow) return;
    await until(async () => {
      const { passages } = await library.find(key, text, { k: 3 });
      return passages.some(({ document }) => document === id);
    });
    into.retrievable.push(performance.now() - began);
    // Not by queries: those of the larger index would hold up the others.
    const { id: collection, indexes } = library.collection(key);
    await until(async () => {
      const found = await library.retrieval.store.document(collection, id);
      return found?.row.applied.length === indexes.length;
    });
    into.everywhere.push(performance.now() - began);
  };
  for (let round = 0; round < rounds; round++)
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      // The first search after a while takes in what was written meanwhile.
      await library.find(keys[side], 'first');
      const running: Promise<void>[] = [];
      for (let write = 0; write < writes; write++) {
        running.push(one(keys[side], of[side], write % followed === 0));
        await pause(everyMs);
      }
      await Promise.all(running);
      await library.settled(keys[side]);
    }
  return { single: summary(of.single), dual: summary(of.dual) };
}

const sides = ['single', 'dual'] as const;
const samples = () => ({
  acknowledged: [] as number[],
  retrievable: [] as number[],
  everywhere: [] as number[],
});
const summary = ({ acknowledged, retrievable, everywhere }: ReturnType<typeof samples>): IngestTimes => ({
  acknowledged: timesOf(acknowledged),
  retrievable: timesOf(retrievable),
  everywhere: timesOf(everywhere),
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + mostMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`A write was not applied within ${mostMs} ms`);
    await pause(1);
  }
}
