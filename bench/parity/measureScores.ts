import { ndcg } from '../../shared/statistics/ndcg.ts';
import { recall } from '../../shared/statistics/recall.ts';
import type { BenchResult } from '../result.ts';
import type { Collection } from './collections.ts';
import { type EmbedderName, embeddersOf } from './embedders.ts';
import { buildIndex, type SearchIndex, search } from './searchIndex.ts';

/** nDCG@10 and recall@100 on exact cosine search as published beside the data, measured with other code. */
const published: Record<string, Partial<Record<EmbedderName, readonly [number, number]>>> = {
  cranfield: {
    A: [0.248, 0.627],
    B: [0.311, 0.685],
    'raw-128': [0.112, 0.362],
    'B-24-words': [0.313, 0.66],
    'mismatched-seeds': [0.004, 0.06],
  },
  scifact: {
    A: [0.372, 0.682],
    B: [0.633, 0.9],
    'raw-128': [0.151, 0.378],
    'B-24-words': [0.465, 0.788],
    'mismatched-seeds': [0, 0.027],
  },
};
/** How far the scores of the two built-in embedders may lie from the published ones. */
const scoreMargin = 0.01;

/** The scores of every embedder on a collection, beside the published ones. */
export function measureScores(collection: Collection, { figures, targets, missed }: BenchResult): void {
  const embedders = embeddersOf(collection);
  console.log(`\n${collection.name}: nDCG@10 / recall@100, published beside it`);
  for (const name of Object.keys(embedders) as EmbedderName[]) {
    const scores = meanScores(collection, buildIndex(collection, embedders[name]));
    const reference = published[collection.name]?.[name] ?? [Number.NaN, Number.NaN];
    console.log(`  ${name.padEnd(18)}${pair(scores)}   ${pair(reference)}`);
    const key = `${collection.name} ${name}`;
    figures[`${key} ndcg10`] = round(scores[0]);
    figures[`${key} recall100`] = round(scores[1]);
    if (name !== 'A' && name !== 'B') continue;
    targets[key] = `within ${scoreMargin} of ${pair(reference)}`;
    const off = Math.max(Math.abs(scores[0] - reference[0]), Math.abs(scores[1] - reference[1]));
    if (!(off <= scoreMargin)) missed.push(key);
  }
}

function meanScores({ queries }: Collection, index: SearchIndex): [ndcg10: number, recall100: number] {
  const results = new Map(queries.map(({ id, text }) => [id, search(index, text, 100)]));
  const mean = (values: readonly (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  return [
    mean(queries.map(({ id, grades }) => ndcg(results.get(id) ?? [], grades, 10))),
    mean(queries.map(({ id, grades }) => recall(results.get(id) ?? [], grades, 100))),
  ];
}

export const round = (value: number): number => Math.round(value * 10_000) / 10_000;
const pair = ([ndcg10, recall100]: readonly [number, number]): string =>
  `${ndcg10.toFixed(3)} / ${recall100.toFixed(3)}`;
