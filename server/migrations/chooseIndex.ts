import { bucketOf } from '../../shared/evaluation/bucket.ts';
import { segmentTest } from '../../shared/evaluation/condition.ts';
import { bucketCount } from '../../shared/model/bucketCount.ts';
import type { EvaluationContext } from '../../shared/model/context.ts';
import type { Snapshot } from '../configuration/snapshot.ts';
import type { Canary } from '../retrieval/directory.ts';
import type { ChooseIndex, Retrieval } from '../retrieval/retrieval.ts';

type Test = (context: EvaluationContext) => boolean;

/**
 * Sends a canary's share of queries to the new index: whoever is in one of its segments, and of the others those whose
 * bucket is below the share. The bucket is of the targeting key, or of the query's text where nobody is named, salted with
 * the migration's id: a raised share only ever adds. It works on what is in memory, and fails no query.
 */
export function canaryChoice({
  directory,
  configuration,
  log,
  now,
}: Pick<Retrieval, 'directory' | 'configuration' | 'log' | 'now'>): ChooseIndex {
  const compiled = new WeakMap<Snapshot, Map<string, Test>>();

  const testOf = (snapshot: Snapshot, key: string): Test => {
    const tests = compiled.get(snapshot) ?? new Map<string, Test>();
    compiled.set(snapshot, tests);
    const sources = { segments: snapshot.segments, now: () => now().getTime(), tests: new Map() };
    const test = tests.get(key) ?? segmentTest(key, sources);
    tests.set(key, test);
    return test;
  };
  return (collection, { query, context }) => {
    const canary = directory.canary(collection.id);
    if (canary === null || canary.percent <= 0 || canary.to === collection.serving) return null;
    if (!collection.indexes.some(({ version }) => version === canary.to)) return null;
    try {
      const snapshot = configuration.snapshot(collection.environment);
      const isMember = canary.segments.some((key) => testOf(snapshot, key)(context ?? {}));
      return isMember || isInShare(canary, context?.targetingKey ?? query.trim()) ? canary.to : null;
    } catch (error) {
      log.error(
        { err: error, migration: canary.id },
        'a canary could not be decided on: the old index answers',
      );
      return null;
    }
  };
}

/** Whether a key is in a canary's share. Buckets are 0 to 99,999, so a share is heeded to a thousandth of a percent. */
export const isInShare = ({ id, percent }: Pick<Canary, 'id' | 'percent'>, key: string): boolean =>
  bucketOf(id, key) < Math.round((percent * bucketCount) / 100);
