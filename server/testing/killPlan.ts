import type { Failpoint, Phase } from '../store/sqlite/killAtStatement.ts';

/** A place where a process can be killed: between a writing statement and what comes before or after it, in a phase. */
export type Boundary = Omit<Failpoint, 'nth'>;

const moments = ['after', 'ended', 'before'] as const;
/** A boundary that was aimed at so often and never met was there by chance. */
const mostTries = 4;

export const nameOf = ({ phase, when, statement }: Boundary): string => `${phase}: ${when} ${statement}`;

/** Documents and their work come by hundreds; what happens once in a phase must be met the first time. */
const isFrequent = ({ phase, statement }: Boundary): boolean =>
  ['single', 'backfill', 'verify', 'cutover', 'reverse'].includes(phase) &&
  /into (outbox|documents|manifests|chunks_N)|from (outbox|chunks_N where doc)|set (watermark|seq)/.test(
    statement,
  );

/** Which boundaries there are, as far as they have been seen, which have been met, and which is to be next. */
export function killPlan() {
  const known = new Map<string, { boundary: Boundary; tries: number; hits: number }>();
  const aim = (boundary: Boundary, tries: number): Failpoint => ({
    ...boundary,
    nth: isFrequent(boundary) ? 1 + ((known.size * 5 + tries * 7) % 12) : 1,
  });
  return {
    /** Takes in what processes have noted: a phase and a statement on each line. */
    learn(notes: string): void {
      for (const line of notes.split('\n')) {
        const [phase, statement] = line.split('\t') as [Phase, string | undefined];
        if (statement === undefined) continue;
        for (const when of moments) {
          const boundary = { phase, statement, when };
          const name = nameOf(boundary);
          if (!known.has(name)) known.set(name, { boundary, tries: 0, hits: 0 });
        }
      }
    },
    /** The one that was aimed at least, those not met first. Phases take turns, and so do moments. */
    next(): Failpoint {
      const rank = ({ hits, tries }: { hits: number; tries: number }) =>
        hits > 0 ? 1_000 + tries : tries >= mostTries ? 500 + tries : tries;
      const least = Math.min(...[...known.values()].map(rank));
      const candidates = [...known.values()].filter((one) => rank(one) === least);
      const hits = (phase: Phase) =>
        [...known.values()]
          .filter(({ boundary }) => boundary.phase === phase)
          .reduce((sum, one) => sum + one.tries, 0);
      const [chosen] = candidates.toSorted((a, b) => hits(a.boundary.phase) - hits(b.boundary.phase));
      if (!chosen) throw new Error('Nothing is known yet: learn first');
      chosen.tries++;
      return aim(chosen.boundary, chosen.tries);
    },
    met(boundary: Boundary): void {
      const found = known.get(nameOf(boundary));
      if (found) found.hits++;
    },
    /** Those that no process died at. */
    missed: (): string[] => [...known].flatMap(([name, { hits }]) => (hits === 0 ? [name] : [])).toSorted(),
    /** A line for each phase. */
    coverage(): string {
      const byPhase = Map.groupBy([...known.values()], ({ boundary }) => boundary.phase);
      const lines = [...byPhase].map(([phase, own]) => {
        const statements = new Set(own.map(({ boundary }) => boundary.statement)).size;
        const met = own.filter(({ hits }) => hits > 0).length;
        const kills = own.reduce((sum, { hits }) => sum + hits, 0);
        return `  ${phase.padEnd(10)} ${met} of ${own.length} boundaries of ${statements} statements, ${kills} kills`;
      });
      return lines.toSorted().join('\n');
    },
  };
}
