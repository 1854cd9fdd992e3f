import type { Draft, JudgedReport } from '../migration/openLibrary.ts';
import { wholeDocuments } from './searchIndex.ts';
import { draftOf } from './startEmbeddings.ts';

export interface Expected {
  name: string;
  /** What must come out, in words, and whether it did. */
  must: string;
  holds(report: JudgedReport): boolean;
}

/** A migration whose verdict is known beforehand. */
export interface Move extends Expected {
  collections: readonly string[];
  /** The new index version. */
  version: Draft;
  /** Goes through with it, so that the moves after it begin on the new index. */
  stays?: boolean;
  /** What must come out when it is judged again after its new index has lost documents. */
  afterLoss?: Expected;
}

export const lexicalA: Draft = {
  splitter: wholeDocuments,
  embedder: { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 },
};
const lexicalB: Draft = {
  splitter: wholeDocuments,
  embedder: { provider: 'lexical', model: 'lexical-b@1' },
};

/** The one hard check that must fail, and no other. */
const onlyFails = (check: string) => (report: JudgedReport) =>
  report.verdict === 'fail' && report.hard.every((one) => one.passed === (one.check !== check));
const byScores = ({ hard }: JudgedReport) => hard.every(({ passed }) => passed);
const failsByScores = (report: JudgedReport) =>
  byScores(report) && report.verdict === 'fail' && report.statistical.verdict === 'fail';

/** In this order: the first of them begin on A, what follows the move that stays on B. */
export const moves: readonly Move[] = [
  {
    collections: ['scifact'],
    name: 'A -> raw-128',
    version: draftOf('raw-128'),
    must: 'fail by its scores',
    holds: failsByScores,
  },
  {
    collections: ['scifact'],
    name: 'A -> mismatched-seeds',
    version: draftOf('mismatched-seeds'),
    must: 'fail by the self-retrieval probe alone',
    holds: onlyFails('self-retrieval'),
  },
  {
    collections: ['cranfield', 'scifact'],
    name: 'A -> B',
    version: lexicalB,
    must: 'pass',
    holds: ({ verdict }) => verdict === 'pass',
    stays: true,
  },
  {
    collections: ['scifact'],
    name: 'B -> B-24-words',
    version: draftOf('B-24-words'),
    must: 'fail by its scores',
    holds: failsByScores,
  },
  {
    collections: ['cranfield'],
    name: 'B -> B-24-words',
    version: draftOf('B-24-words'),
    must: 'not pass',
    holds: (report) => byScores(report) && report.verdict !== 'pass',
  },
  {
    collections: ['scifact'],
    name: 'B -> B elsewhere',
    version: draftOf('B'),
    must: 'pass, an index beside its like',
    holds: ({ verdict }) => verdict === 'pass',
    afterLoss: {
      name: 'B -> B elsewhere, 3% dropped',
      must: 'fail by coverage alone',
      holds: onlyFails('coverage'),
    },
  },
];
