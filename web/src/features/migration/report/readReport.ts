import type { Check } from '../../../../../shared/migration/check.ts';
import type { GateReport } from '../../../../../shared/migration/judgeGate.ts';
import type { QueryScores, StatisticalResult } from '../../../../../shared/migration/statisticalVerdict.ts';
import type { KeptGoldenSet, Report } from '../types.ts';

/** A query that moved, with the first documents of both indexes. */
export interface Mover extends QueryScores {
  old: string[] | null;
  new: string[] | null;
}

interface Latency {
  p50: number;
  p99: number;
  /** Searches by how long they took; absent in reports of earlier versions. */
  histogram?: { upToMs: number; count: number }[];
}

/** A verdict with everything that it was made by, as the server keeps it. */
export interface ParityReport extends GateReport {
  latency: { old: Latency; new: Latency } | null;
  /** How many golden queries it was judged by. */
  queries: number;
  /** The set that they are out of, and which of its documents are not there; absent in earlier reports. */
  golden?: Pick<KeptGoldenSet, 'unknown' | 'unknownCount'> | null;
  movers: Mover[];
}

/** The report in a stored body, or null where it is of a shape that this page does not know. */
export function readReport({ body }: Pick<Report, 'body'>): ParityReport | null {
  const { verdict, hard, operational, statistical, movers } = body;
  const isKnown =
    typeof verdict === 'string' &&
    isChecks(hard) &&
    isChecks(operational) &&
    typeof statistical === 'object' &&
    statistical !== null &&
    Array.isArray(movers);
  return isKnown ? (body as unknown as ParityReport) : null;
}

const isChecks = (value: unknown): value is Check[] =>
  Array.isArray(value) && value.every((one) => typeof one?.check === 'string');

/** Whether there are intervals to plot; bounds that are infinite came through JSON as null. */
export const hasIntervals = ({ ndcg10, recall100, queries }: StatisticalResult): boolean =>
  queries > 1 &&
  [ndcg10, recall100].every(({ mean, lower, upper }) =>
    [mean, lower, upper].every((value) => typeof value === 'number' && Number.isFinite(value)),
  );
