import { everyFlag } from '../model/override.ts';
import type { Rulebook } from './compile.ts';
import { timeOf } from './date.ts';
import { withDependents } from './dependents.ts';

/** The moment at which a time window of a flag's rule opens or closes, in milliseconds since 1970. */
interface Edge {
  at: number;
  flag: string;
}

/** The clock and the timer that a watch runs on: this code has none. */
export interface Alarm {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rings once after so many milliseconds; answers how to call it off. */
  set(ms: number, ring: () => void): () => void;
}

export interface WindowWatch {
  /** Watches the windows of this rulebook from now on, and no other's. */
  follow(rulebook: Rulebook): void;
  stop(): void;
}

/** A timer takes no longer wait than 24 days, and cannot know that the clock was set: so it looks again this often. */
const longestWaitMs = 30_000;

/**
 * Tells which flags may answer differently when a time window opens or closes, which no revision says. One alarm
 * at a time, for the next such moment; none while there are no windows. A clock that jumps, forth or back, over
 * a moment is noticed within 30 s.
 */
export function watchWindows(alarm: Alarm, onMoment: (flags: string[]) => void): WindowWatch {
  let rulebook: Rulebook | null = null;
  let edges: readonly Edge[] = [];
  let looked = 0;
  let callOff = () => {};

  const look = () => {
    const now = alarm.now();
    const [from, to] = now < looked ? [now, looked] : [looked, now];
    looked = now;
    const passed = edges.filter(({ at }) => from < at && at <= to);
    arm(now);
    if (rulebook && passed.length > 0)
      onMoment([...withDependents(new Set(passed.map(({ flag }) => flag)), rulebook.flags)]);
  };
  const arm = (now: number) => {
    callOff();
    callOff = () => {};
    if (edges.length === 0) return;
    const next = edges.find(({ at }) => at > now)?.at ?? Number.POSITIVE_INFINITY;
    callOff = alarm.set(Math.max(1, Math.min(next - now, longestWaitMs)), look);
  };
  return {
    follow(next) {
      // What has passed just before this is told too.
      if (rulebook) look();
      rulebook = next;
      edges = edgesOf(next);
      looked = alarm.now();
      arm(looked);
    },
    stop() {
      callOff();
      edges = [];
    },
  };
}

/** In their order. A flag that is off or under an override does not look at its rules. */
function edgesOf({ flags, overrides }: Rulebook): Edge[] {
  if (overrides.has(everyFlag)) return [];
  const edges: Edge[] = [];
  for (const [key, { on, rules }] of flags) {
    if (!on || overrides.has(key)) continue;
    for (const { window } of rules)
      for (const end of [window?.from, window?.until])
        if (end !== undefined) edges.push({ at: timeOf(end), flag: key });
  }
  return edges.sort((a, b) => a.at - b.at);
}
