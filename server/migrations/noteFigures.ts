import type { Retrieval } from '../retrieval/retrieval.ts';
import { figuresOf } from './figures.ts';
import { following, type Held } from './held.ts';

const everyMs = 15_000;

/**
 * Notes down from time to time what live queries meet, while both indexes may answer them: for the command line, which has no
 * queries of its own. Whoever writes to the migration at the same moment goes first.
 */
export function figuresNoter(retrieval: Retrieval, clock: () => number = () => performance.now()) {
  const notedAt = new Map<string, number>();
  return async (target: { environment: string; id: string }, held: Held): Promise<void> => {
    const { stage, pending } = held.body.migration;
    const isDue = clock() - (notedAt.get(target.id) ?? Number.NEGATIVE_INFINITY) >= everyMs;
    if (pending || (stage !== 'canary' && stage !== 'serving-new')) {
      notedAt.delete(target.id);
      return;
    }
    if (!isDue) return;
    const { minutes, sides } = await figuresOf(retrieval, target);
    // A process that answers nothing must not write over what another one has seen.
    if (sides.every(({ queries }) => queries === 0)) return;
    notedAt.set(target.id, clock());
    const now = retrieval.now();
    const noted = sides.map(({ histogram: _, ...side }) => side);
    const figures = { at: now.toISOString(), minutes, sides: noted };
    await retrieval.store.migrations.save(following(held, { figures }, now));
  };
}
