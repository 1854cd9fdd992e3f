import type { GateReport } from '../../shared/migration/judgeGate.ts';
import { freezeIdf } from '../../shared/retrieval/frozenIdf.ts';
import { ndcg } from '../../shared/statistics/ndcg.ts';
import { recall } from '../../shared/statistics/recall.ts';
import type { BenchResult } from '../result.ts';
import { type Collection, dataFolder, readCollection } from './collections.ts';
import { type EmbedderName, embeddersFor } from './embedders.ts';
import { judgeMove, type Searched, searchAll } from './judgeMove.ts';
import { buildIndex } from './searchIndex.ts';

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

interface Expected {
  collection: string;
  from: EmbedderName;
  to: EmbedderName | 'B-3%-dropped';
  /** What must come out, in words, and whether it did. */
  must: string;
  holds(report: GateReport): boolean;
}

/** The one hard check that must fail, and no other. */
const onlyFails = (check: string) => (report: GateReport) =>
  report.verdict === 'fail' && report.hard.every((one) => one.passed === (one.check !== check));
const byScores = (report: GateReport) => report.hard.every(({ passed }) => passed);

const moves: readonly Expected[] = [
  { collection: 'scifact', from: 'A', to: 'B', must: 'pass', holds: ({ verdict }) => verdict === 'pass' },
  {
    collection: 'scifact',
    from: 'A',
    to: 'raw-128',
    must: 'fail by its scores',
    holds: (report) => byScores(report) && report.verdict === 'fail' && report.statistical.verdict === 'fail',
  },
  {
    collection: 'scifact',
    from: 'A',
    to: 'mismatched-seeds',
    must: 'fail by the self-retrieval probe alone',
    holds: onlyFails('self-retrieval'),
  },
  {
    collection: 'scifact',
    from: 'B',
    to: 'B-24-words',
    must: 'fail by its scores',
    holds: (report) => byScores(report) && report.verdict === 'fail' && report.statistical.verdict === 'fail',
  },
  {
    collection: 'cranfield',
    from: 'B',
    to: 'B-24-words',
    must: 'not pass',
    holds: (report) => byScores(report) && report.verdict !== 'pass',
  },
  {
    collection: 'scifact',
    from: 'B',
    to: 'B-3%-dropped',
    must: 'fail by coverage alone',
    holds: onlyFails('coverage'),
  },
  {
    collection: 'scifact',
    from: 'B',
    to: 'B',
    must: 'pass, an index beside itself',
    holds: ({ verdict }) => verdict === 'pass',
  },
];

/** Scores of the built-in embedders on judged collections, and the gate's verdict on moves that are known to be good or bad. */
export default async function run(): Promise<BenchResult> {
  const result: BenchResult = { figures: {}, targets: {}, missed: [] };
  for (const name of ['cranfield', 'scifact']) {
    const collection = readCollection(name);
    if (!collection) {
      console.log(`No labelled data at ${dataFolder}/retrieval/${name} (BENCH_DATA names another place).`);
      result.targets[name] = 'the labelled data is there';
      result.missed.push(name);
      continue;
    }
    measure(collection, result);
  }
  return result;
}

function measure(collection: Collection, { figures, targets, missed }: BenchResult): void {
  const embedders = embeddersFor(
    freezeIdf(collection.documents.map(({ title, text }) => `${title}\n${text}`)),
  );
  const names = Object.keys(embedders) as EmbedderName[];
  const searched = new Map<string, Searched>();
  console.log(`\n${collection.name}: nDCG@10 / recall@100, published beside it`);
  for (const name of names) {
    const found = searchAll(collection, buildIndex(collection, embedders[name]));
    searched.set(name, found);
    const scores = meanScores(collection, found);
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
  searched.set(
    'B-3%-dropped',
    searchAll(
      collection,
      buildIndex(collection, embedders.B, (index) => index % 33 !== 0),
    ),
  );
  console.log('\n  the gate');
  for (const { from, to, must, holds } of moves.filter((move) => move.collection === collection.name)) {
    const [old, next] = [searched.get(from), searched.get(to)];
    if (!old || !next) continue;
    const report = judgeMove(collection, old, next);
    const key = `${collection.name} ${from} -> ${to}`;
    const right = holds(report);
    console.log(
      `  ${right ? 'right' : 'WRONG'}  ${from} -> ${to}: ${report.verdict.toUpperCase()}. ${report.words}`,
    );
    figures[key] = report.verdict;
    figures[`${key} ndcg10 lower bound`] = round(report.statistical.ndcg10.lower);
    figures[`${key} recall100 lower bound`] = round(report.statistical.recall100.lower);
    figures[`${key} overlap10`] = round(report.advisory.overlap10 ?? Number.NaN);
    targets[key] = must;
    if (!right) missed.push(key);
  }
}

function meanScores({ queries }: Collection, { results }: Searched): [ndcg10: number, recall100: number] {
  const mean = (values: readonly (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  return [
    mean(queries.map(({ id, grades }) => ndcg(results.get(id) ?? [], grades, 10))),
    mean(queries.map(({ id, grades }) => recall(results.get(id) ?? [], grades, 100))),
  ];
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
const pair = ([ndcg10, recall100]: readonly [number, number]): string =>
  `${ndcg10.toFixed(3)} / ${recall100.toFixed(3)}`;
