import { biggestMovers } from '../../shared/migration/advisory.ts';
import { judgeGate } from '../../shared/migration/judgeGate.ts';
import { verdictInWords } from '../../shared/migration/verdictInWords.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { load } from './change.ts';
import { compareQueries } from './compareQueries.ts';
import { basisOf, indexOf } from './facts.ts';
import { gatherHard } from './gatherHard.ts';
import { newestGoldenSet, usableOf } from './goldenSet.ts';
import { observe } from './observe.ts';
import { replacedAfterFailure } from './replacedAfterFailure.ts';

const movers = 20;
const shown = 5;
/** Where nobody has judged queries, so many documents' first words are asked for, for the time that it takes. */
const substitutes = 50;
const substituteLength = 200;

/** Looks at both indexes, judges, and keeps the report and the verdict. Changes nothing else, so it may be done again. */
export async function runGate(
  retrieval: Retrieval,
  target: { environment: string; id: string; workerEpoch: number },
  signal: AbortSignal,
): Promise<void> {
  const { held, collection } = await load(retrieval, target);
  const { migration } = held.body;
  const { from, to } = migration;
  const index = indexOf(collection, to);
  const basis = await basisOf(retrieval, migration, collection);
  const set = await newestGoldenSet(retrieval, collection.id);
  const { usable, ...others } = await usableOf(retrieval.store, collection.id, set?.queries ?? []);
  const hard = await gatherHard(retrieval, { collection, index, signal });
  const sample = await retrieval.store.sampleIndex({ slot: index.slot, count: substitutes });
  const instead = sample.flatMap(({ text }) =>
    text === null ? [] : [text.slice(0, substituteLength).toWellFormed()],
  );
  const compared = await compareQueries(retrieval, { collection, from, to, signal }, usable, instead);
  const report = judgeGate({
    hard,
    ...compared,
    leftOut: others.leftOut,
    replacedAfterFailure: set !== null && (await replacedAfterFailure(retrieval, held, set)),
  });
  const found = new Map(compared.results.map(({ query, old, new: fresh }) => [query, { old, new: fresh }]));
  const at = retrieval.now();
  const body = {
    ...report,
    latency: compared.latency,
    queries: usable.length,
    golden: set && { hash: set.hash, queries: set.queries.length, usable: usable.length, ...others },
    movers: biggestMovers(compared.scores, movers).map((scores) => ({
      ...scores,
      old: found.get(scores.query)?.old.slice(0, shown) ?? null,
      new: found.get(scores.query)?.new.slice(0, shown) ?? null,
    })),
  };
  const { verdict, words } = report;
  const result = { verdict, at: at.getTime(), basis, words: words.slice(0, 4_000), approvedBy: null };
  await retrieval.store.migrations.addReport({ migration: target.id, at: at.toISOString(), body });
  await observe(
    retrieval,
    target,
    { kind: 'verified', result },
    {
      reason: `The verdict: ${verdictInWords[verdict].toLowerCase()}`,
      patch: { lease: null, note: '' },
      unless: ({ workerEpoch, gateRunning }) => workerEpoch !== target.workerEpoch || !gateRunning,
    },
  );
}
