import { KnowngoodError } from '../errors.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { following, heldOf } from './held.ts';

/** Longest that a migration which cannot go on is left alone, in milliseconds. */
const mostMs = 60_000;

/**
 * Migrations that could not go on for a reason that nobody foresaw: each is left alone for twice as long as the time before,
 * and says why.
 */
export function createTroubles(
  { store, log, now }: Pick<Retrieval, 'store' | 'log' | 'now'>,
  firstMs: number,
  clock: () => number = () => performance.now(),
) {
  const known = new Map<string, { times: number; until: number; words: string }>();
  const say = async (id: string, from: (note: string) => string | null) => {
    const stored = await store.migrations.find(id);
    if (!stored) return;
    const held = heldOf(stored);
    const note = from(held.body.note);
    // Whoever writes to the migration at the same moment goes first.
    if (note !== null && note !== held.body.note)
      await store.migrations.save(following(held, { note }, now()));
  };
  return {
    isResting: (id: string): boolean => (known.get(id)?.until ?? Number.NEGATIVE_INFINITY) > clock(),
    async note(target: { environment: string; id: string }, error: unknown): Promise<void> {
      const times = (known.get(target.id)?.times ?? 0) + 1;
      const restMs = Math.min(mostMs, firstMs * 2 ** times);
      const why = error instanceof KnowngoodError ? error.message : 'the log of the server says why';
      const words = `It cannot go on (${why}) and is tried again, at the latest in a minute`;
      known.set(target.id, { times, until: clock() + restMs, words });
      log.error({ err: error, ...target, restMs }, 'a migration could not go on; trying again');
      await say(target.id, () => words);
    },
    /** It goes on: what was said of it is taken back. */
    async over(id: string): Promise<void> {
      const trouble = known.get(id);
      if (!trouble) return;
      known.delete(id);
      await say(id, (note) => (note === trouble.words ? '' : null));
    },
  };
}
