import { quantile } from '../../shared/statistics/quantile.ts';

/** The 50th and 99th percentiles and the largest of times, in milliseconds. */
export interface Times {
  count: number;
  p50: number;
  p99: number;
  max: number;
}

export const timesOf = (ms: readonly number[]): Times => ({
  count: ms.length,
  p50: quantile(ms, 0.5),
  p99: quantile(ms, 0.99),
  max: quantile(ms, 1),
});

export const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** "p50 1.2, p99 3.4 ms". */
export const inWords = ({ p50, p99 }: Times): string => `p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)} ms`;
