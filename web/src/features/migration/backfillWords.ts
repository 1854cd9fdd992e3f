import { formatCount, none } from '../../ui/format.ts';
import type { MigrationDetail } from './types.ts';
import { formatLong } from './words.ts';

/** Figures of a backfill in words. There is no time left before 1% is done: nobody could know it. */
export function backfillWords({
  state,
  coverage,
  progress,
}: Pick<MigrationDetail, 'state' | 'coverage' | 'progress'>): {
  percent: number;
  rate: string;
  eta: string;
  etaNote: string;
} {
  const share =
    coverage === null || coverage === undefined
      ? 0
      : coverage.documents === 0
        ? 1
        : coverage.covered / coverage.documents;
  const percent = Math.floor(share * 1_000) / 10;
  const runs = state.stage === 'backfilling';
  const rate = runs && progress?.rate != null ? `${formatRate(progress.rate)} a second` : none;
  if (!runs)
    return {
      percent,
      rate,
      eta: none,
      etaNote: share === 1 ? 'Every document is in the new index.' : 'It does not run now.',
    };
  if (progress?.etaMs == null)
    return { percent, rate, eta: 'not known yet', etaNote: 'A time is told once 1% of this run is done.' };
  return {
    percent,
    rate,
    eta: progress.etaMs === 0 ? 'done' : `about ${formatLong(progress.etaMs)}`,
    etaNote: 'At the speed of this run so far.',
  };
}

const formatRate = (rate: number): string => (rate < 10 ? rate.toFixed(1) : formatCount(Math.round(rate)));
