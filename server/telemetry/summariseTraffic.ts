import type { TrafficRow } from '../store/store.ts';

/** What a set of calls came to. Latencies are milliseconds; null where nothing was measured. */
export interface Traffic {
  calls: number;
  ok: number;
  failed: number;
  /** The caller's own mistakes: requests that no unit was asked to answer. */
  rejected: number;
  incomplete: number;
  cancelled: number;
  /** Answered by another than the assigned variant because that one failed. */
  fallbacks: number;
  users: number;
  p50Ms: number | null;
  p95Ms: number | null;
  tokens: number;
  costUsd: number;
  /** Calls whose price is not known; they are not in `costUsd`. */
  unpricedCalls: number;
  simulatedCalls: number;
  lastAt: string | null;
}

export const isFailure = (row: TrafficRow): boolean => row.outcome === 'failed';
/** A conversation that stays on its own unit is no fallback: nothing failed. */
export const isFallback = (row: TrafficRow): boolean =>
  row.variant !== row.assignedVariant && row.servedBy !== 'assigned';

/** Sums up rows in one pass. */
export function summariseTraffic(rows: readonly TrafficRow[]): Traffic {
  const count = (holds: (row: TrafficRow) => boolean) =>
    rows.reduce((total, row) => total + (holds(row) ? 1 : 0), 0);
  const latencies = Float64Array.from(
    rows.filter((row) => row.outcome === 'ok' || row.outcome === 'incomplete').map((row) => row.latencyMs),
  ).sort();
  return {
    calls: rows.length,
    ok: count((row) => row.outcome === 'ok'),
    failed: count(isFailure),
    rejected: count((row) => row.outcome === 'rejected'),
    incomplete: count((row) => row.outcome === 'incomplete'),
    cancelled: count((row) => row.outcome === 'cancelled'),
    fallbacks: count(isFallback),
    users: new Set(rows.map((row) => row.userHash).filter((hash) => hash !== null)).size,
    p50Ms: quantile(latencies, 0.5),
    p95Ms: quantile(latencies, 0.95),
    tokens: rows.reduce((total, row) => total + (row.tokens ?? 0), 0),
    costUsd: rows.reduce((total, row) => total + (row.costUsd ?? 0), 0),
    unpricedCalls: count((row) => row.costUsd === null && row.outcome === 'ok'),
    simulatedCalls: count((row) => row.simulated),
    lastAt: rows.reduce<string | null>((last, row) => (last === null || row.at > last ? row.at : last), null),
  };
}

/** Nearest-rank quantile of sorted values; null for none. */
export function quantile(sorted: Float64Array, q: number): number | null {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null;
}

/** Cuts a span into at most 60 equal slices that start at whole multiples of their length, so that they do not jitter. */
export function timeSlices(now: Date, minutes: number): { start: number; stepMs: number; count: number } {
  const stepMs = Math.max(10_000, Math.ceil((minutes * 60_000) / 60 / 10_000) * 10_000);
  const end = Math.ceil((now.getTime() + 1) / stepMs) * stepMs;
  const count = Math.ceil((minutes * 60_000) / stepMs);
  return { start: end - count * stepMs, stepMs, count };
}

/** The rows of each slice, oldest slice first, with the slice's beginning. */
export function sliceRows(
  rows: readonly TrafficRow[],
  now: Date,
  minutes: number,
): { at: string; rows: TrafficRow[] }[] {
  const { start, stepMs, count } = timeSlices(now, minutes);
  const slices = Array.from({ length: count }, (_, index) => ({
    at: new Date(start + index * stepMs).toISOString(),
    rows: [] as TrafficRow[],
  }));
  for (const row of rows) slices[Math.floor((Date.parse(row.at) - start) / stepMs)]?.rows.push(row);
  return slices;
}
