import { quantile } from '../../shared/statistics/quantile.ts';
import type { BenchResult } from '../result.ts';
import { inWords, round } from './figures.ts';
import type { CorpusFigures } from './measureCorpus.ts';
import type { Growth } from './measureGrowth.ts';

/** The targets, each as the largest (or least) ratio or count that meets it. */
const leastBackfill = 0.8;
const mostQueryP99 = 1.5;
const mostAcknowledged = 1.3;
const mostRetrievable = 2.2;
/** What a scan over vectors in memory was measured to take on this class of machine: 100,000 of 384 dimensions, p50. */
const scanMs = 27;

const middle = (values: readonly number[]): number => quantile(values, 0.5);
const all = (ms: readonly number[]): string => ms.map((one) => one.toFixed(0)).join(' ');

/** Prints what was measured with one corpus, and holds it to the targets. */
export function reportCorpus(name: string, measured: CorpusFigures, result: BenchResult): void {
  const { backfill, queries, ingest, flips } = measured;
  const target = (what: string, words: string, holds: boolean) => {
    result.targets[`${name} ${what}`] = words;
    if (!holds) result.missed.push(`${name} ${what}`);
  };
  const row = (what: string, words: string, figures: Record<string, number | string>) => {
    console.log(`  ${what.padEnd(34)}${words}`);
    for (const [figure, value] of Object.entries(figures)) result.figures[`${name} ${figure}`] = value;
  };

  const [product, raw] = [middle(backfill.product), middle(backfill.raw)];
  const share = round(product / raw);
  row('backfill, unthrottled', `${round(product, 0)} documents/s of ${round(raw, 0)} raw: ${share}`, {
    backfillPerSecond: round(product, 0),
    rawPerSecond: round(raw, 0),
    backfillShare: share,
    chunks: backfill.chunks,
  });
  target('backfill', `at least ${leastBackfill} of the raw embed and write limit`, share >= leastBackfill);

  const slower = round(queries.backfilling.p99 / queries.idle.p99);
  row('queries, idle', inWords(queries.idle), {
    queryIdleP50Ms: round(queries.idle.p50),
    queryIdleP99Ms: round(queries.idle.p99),
  });
  row(
    'queries, backfill at 200/s',
    `${inWords(queries.backfilling)}: ${slower} of idle p99 (${queries.idle.count} and ${queries.backfilling.count} queries, ${round(queries.rate, 0)} documents/s)`,
    {
      queryBackfillP50Ms: round(queries.backfilling.p50),
      queryBackfillP99Ms: round(queries.backfilling.p99),
      queryP99Ratio: slower,
      throttledPerSecond: round(queries.rate, 0),
    },
  );
  target('queries', `p99 at most ${mostQueryP99} of idle`, slower <= mostQueryP99);

  const { single, dual } = ingest;
  const acknowledged = round(dual.acknowledged.p50 / single.acknowledged.p50);
  row(
    'acknowledgement, one index and two',
    `${inWords(single.acknowledged)}; ${inWords(dual.acknowledged)}: ${acknowledged}`,
    {
      ackSingleP50Ms: round(single.acknowledged.p50),
      ackDualP50Ms: round(dual.acknowledged.p50),
      ackRatio: acknowledged,
    },
  );
  target(
    'acknowledgement',
    `p50 at most ${mostAcknowledged} of single-write`,
    acknowledged <= mostAcknowledged,
  );
  const retrievable = round(dual.retrievable.p50 / single.retrievable.p50);
  const everywhere = round(dual.everywhere.p50 / single.everywhere.p50);
  row(
    'retrievable, one index and two',
    `${inWords(single.retrievable)}; ${inWords(dual.retrievable)}: ${retrievable}; in both indexes ${inWords(dual.everywhere)}: ${everywhere}`,
    {
      retrievableSingleP50Ms: round(single.retrievable.p50),
      retrievableDualP50Ms: round(dual.retrievable.p50),
      retrievableRatio: retrievable,
      everywhereDualP50Ms: round(dual.everywhere.p50),
      everywhereRatio: everywhere,
    },
  );
  target(
    'retrievable',
    `p50 at most ${mostRetrievable} of single-write, in both indexes too`,
    Math.max(retrievable, everywhere) <= mostRetrievable,
  );
  reportFlips(flips, row, target);
}

function reportFlips(
  { cutovers, reverses, queries, writes, lost, written }: CorpusFigures['flips'],
  row: (what: string, words: string, figures: Record<string, number | string>) => void,
  target: (what: string, words: string, holds: boolean) => void,
): void {
  row(`${cutovers.length} cutovers, ms each`, all(cutovers), {
    cutovers: cutovers.length,
    cutoverP50Ms: round(middle(cutovers), 0),
    cutoverMaxMs: round(Math.max(...cutovers), 0),
    cutoversMs: all(cutovers),
  });
  row(`${reverses.length} reverses, ms each`, all(reverses), {
    reverseP50Ms: round(middle(reverses), 0),
    reverseMaxMs: round(Math.max(...reverses), 0),
    reversesMs: all(reverses),
  });
  row(
    'queries meanwhile',
    `${queries.count} answered, ${queries.byNew} by the new index (${inWords(queries)}), ${queries.failed} failed, ${queries.mixed} mixed`,
    {
      flipQueries: queries.count,
      flipQueriesByNew: queries.byNew,
      flipQueryP99Ms: round(queries.p99),
      failedQueries: queries.failed,
      mixedQueries: queries.mixed,
    },
  );
  row(
    'writes meanwhile',
    `${writes.count} acknowledged (${inWords(writes)}), ${writes.failed} failed, ${lost} of ${written} documents lost`,
    {
      flipWrites: writes.count,
      flipWriteP99Ms: round(writes.p99),
      failedWrites: writes.failed,
      lostDocuments: lost,
    },
  );
  target(
    'flips',
    'no query fails or mixes versions',
    queries.failed + queries.mixed === 0 && queries.byNew > 0 && queries.byNew < queries.count,
  );
  target('flip writes', 'no write fails or is lost', writes.failed + lost === 0 && written > 0);
}

/** Prints what a search costs in indexes of these sizes. */
export function reportGrowth(
  name: string,
  grown: readonly Growth[],
  { figures, targets, missed }: BenchResult,
): void {
  const words = grown.map(({ documents, times }) => `${documents}: ${inWords(times)}`);
  console.log(`  ${name.padEnd(18)}${words.join('   ')}`);
  for (const { documents, times } of grown) {
    figures[`search ${name} ${documents} p50Ms`] = round(times.p50);
    figures[`search ${name} ${documents} p99Ms`] = round(times.p99);
  }
  const largest = grown.at(-1);
  if (name !== '384 dimensions' || !largest) return;
  targets['search'] = `p50 at most ${scanMs} ms in 100,000 documents of 384 dimensions`;
  if (largest.times.p50 > scanMs) missed.push('search');
}
