import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type JudgedReport, type Library, openLibrary, unthrottled } from '../migration/openLibrary.ts';
import type { BenchResult } from '../result.ts';
import type { Collection } from './collections.ts';
import { loseDocuments } from './loseDocuments.ts';
import { round } from './measureScores.ts';
import { type Expected, lexicalA, moves } from './moves.ts';
import { startEmbeddings } from './startEmbeddings.ts';

/** Carries out the moves as real migrations of a real collection, and holds the product's verdicts to what is known. */
export async function judgeMoves(collection: Collection, result: BenchResult): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'knowngood-bench-'));
  const embeddings = await startEmbeddings(collection.name);
  const open = () => openLibrary(folder, [embeddings.provider]);
  let library = await open();
  try {
    const { name: key, documents, queries } = collection;
    await library.create(key, lexicalA);
    await library.ingest(key, documents);
    await library.settled(key);
    const judged = queries.filter(({ grades }) => grades.size > 0);
    const golden = judged.map(({ text, grades }) => ({ query: text, grades: Object.fromEntries(grades) }));
    await library.judge(key, golden);
    console.log('\n  the gate');
    for (const move of moves.filter(({ collections }) => collections.includes(key))) {
      const id = await library.plan(key, move.version, unthrottled);
      await library.act(id, { kind: 'start' });
      keep(key, move, await library.verdict(id), result);
      if (move.afterLoss) {
        const { to } = (await library.held(id)).migration;
        await library.close();
        loseDocuments(library.file, to);
        library = await open();
        await library.act(id, { kind: 'verify' });
        keep(key, move.afterLoss, await library.verdict(id), result);
      }
      await (move.stays ? goThrough(library, key, id) : library.cancel(id));
    }
  } finally {
    await library.close();
    await embeddings.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function goThrough(library: Library, key: string, id: string): Promise<void> {
  const { epoch } = library.collection(key);
  await library.act(id, { kind: 'cutover', epochSeen: epoch, confirmation: key, waived: [] });
  await library.act(id, { kind: 'retire', epochSeen: epoch + 1, confirmation: key });
  await library.until(id, 'retired');
}

function keep(
  collection: string,
  { name, must, holds }: Expected,
  report: JudgedReport,
  { figures, targets, missed }: BenchResult,
): void {
  const key = `${collection} ${name}`;
  const right = holds(report);
  console.log(`  ${right ? 'right' : 'WRONG'}  ${name}: ${report.verdict.toUpperCase()}. ${report.words}`);
  figures[key] = report.verdict;
  figures[`${key} ndcg10 lower bound`] = round(report.statistical.ndcg10.lower ?? Number.NaN);
  figures[`${key} recall100 lower bound`] = round(report.statistical.recall100.lower ?? Number.NaN);
  figures[`${key} overlap10`] = round(report.advisory.overlap10 ?? Number.NaN);
  targets[key] = must;
  if (!right) missed.push(key);
}
