import { setTimeout as pause } from 'node:timers/promises';
import type { createTRPCClient } from '@trpc/client';
import type { AppRouter } from '../../server/router.ts';
import type { Corpus } from './corpora.ts';

const askers = 4;
const writers = 2;
const documentsAtOnce = 5;
/** Each writer writes so many documents again and again. */
const documentsOfEach = 200;

export type Service = ReturnType<typeof createTRPCClient<AppRouter>>;

/** Queries and writes over HTTP for as long as it runs, and what came of them. */
export interface FlipLoad {
  queries: { ms: number[]; failed: number; mixed: number; byNew: number };
  writes: { ms: number[]; failed: number };
  /** What each document said last, of those whose write was acknowledged. */
  written: Map<string, string>;
  /** Ends once every request under way has its answer. */
  stop(): Promise<void>;
}

/** @param subject.to The new index version: its passages begin with their titles, those of the old one do not. */
export function startFlipLoad(
  service: Service,
  { key, to, corpus }: { key: string; to: string; corpus: Corpus },
): FlipLoad {
  const queries = { ms: [] as number[], failed: 0, mixed: 0, byNew: 0 };
  const writes = { ms: [] as number[], failed: 0 };
  const written = new Map<string, string>();
  /** Which version each epoch has answered with: another one would be a mix, too. */
  const epochs = new Map<number, string>();
  let isOver = false;

  const ask = async (count: number) => {
    const query = corpus.golden[count % corpus.golden.length]?.query ?? '';
    const began = performance.now();
    const { passages, indexVersion, epoch } = await service.ai.search.mutate({ collection: key, query });
    queries.ms.push(performance.now() - began);
    const isNew = indexVersion === to;
    if (isNew) queries.byNew++;
    const known = epochs.get(epoch) ?? indexVersion;
    epochs.set(epoch, known);
    const isWhole = passages.every(({ title, text }) => text.startsWith(`${title}\n`) === isNew);
    if (!isWhole || known !== indexVersion || passages.length === 0) queries.mixed++;
  };
  const write = async (writer: number, count: number) => {
    const documents = Array.from({ length: documentsAtOnce }, (_, at) => {
      const id = `flip-${writer}-${(count * documentsAtOnce + at) % documentsOfEach}`;
      // Words of its own, so many that no other document is as near to them.
      const text = Array.from({ length: 8 }, (_unused, word) =>
        `zz${id}c${count}w${word}`.replace(/-/g, 'x'),
      );
      return { id, title: `Written ${count}`, text: text.join(' ') };
    });
    const began = performance.now();
    await service.ai.ingest.upsert.mutate({ collection: key, documents });
    writes.ms.push(performance.now() - began);
    for (const { id, text } of documents) written.set(id, text);
  };
  const repeat = async (act: (count: number) => Promise<void>, failed: () => void, restMs: number) => {
    for (let count = 0; !isOver; count++) {
      await act(count).catch(failed);
      await pause(restMs);
    }
  };
  const running = [
    ...Array.from({ length: askers }, (_, asker) =>
      repeat(
        (count) => ask(asker + count * askers),
        () => queries.failed++,
        5,
      ),
    ),
    ...Array.from({ length: writers }, (_, writer) =>
      repeat(
        (count) => write(writer, count),
        () => writes.failed++,
        40,
      ),
    ),
  ];
  return {
    queries,
    writes,
    written,
    async stop() {
      isOver = true;
      await Promise.all(running);
    },
  };
}
