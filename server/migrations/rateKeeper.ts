import type { Throttle } from '../../shared/migration/migration.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import type { StoredIndex } from '../store/retrieval.ts';
import type { MigrationBody } from './held.ts';

type Recent = NonNullable<MigrationBody['backfill']>['recent'];

const markEveryMs = 60_000;

/** Keeps what a backfill's rate is measured from: where it was a minute or two ago, or when its throttle changed. */
export function rateKeeper(
  { store, now }: Pick<Retrieval, 'store' | 'now'>,
  run: { index: StoredIndex; throttle(): Throttle },
) {
  let next: Recent = null;
  let rate = run.throttle().documentsPerSecond;
  const mark = async () => ({
    at: now().getTime(),
    covered: (await store.manifestSummary(run.index.slot)).covered,
  });
  return {
    /** The mark to measure from now on, given the one until now. */
    async now({ recent, startedAt }: { recent: Recent; startedAt: number }): Promise<Recent> {
      const { documentsPerSecond } = run.throttle();
      if (documentsPerSecond !== rate) {
        rate = documentsPerSecond;
        next = await mark();
        return next;
      }
      if (now().getTime() - (next?.at ?? startedAt) < markEveryMs) return recent;
      const before = next;
      next = await mark();
      return before ?? next;
    },
  };
}
