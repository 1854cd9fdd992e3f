import { hrtime } from 'node:process';
import type { personClient } from '../../server/testing/startTestServer.ts';
import type { Workers } from './startWorkers.ts';

export interface Flips {
  /** From pressing the switch to the last client's evaluate(), in milliseconds, in the order of the flips. */
  lastMs: number[];
  /** Flips that some client had not obeyed in time. */
  lost: number;
}

const killed = new Set(['unavailable']);
const alive = new Set(['concise', 'thorough']);

/** Kills the demo's flag and lifts the kill in turn, and waits each time until every client obeys. */
export async function measureFlips(
  admin: ReturnType<typeof personClient>,
  workers: Workers,
  { flag, flips, timeoutMs }: { flag: string; flips: number; timeoutMs: number },
): Promise<Flips> {
  const lastMs: number[] = [];
  let lost = 0;
  for (let flip = 0; flip < flips; flip++) {
    // Not in step with anybody's polling.
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 60));
    const kill = flip % 2 === 0;
    const obeyed = workers.lastToObey(kill ? killed : alive, timeoutMs);
    const pressed = hrtime.bigint();
    if (kill) await admin.overrides.set.mutate({ target: flag, mode: 'kill', reason: 'benchmark' });
    else await admin.overrides.lift.mutate({ target: flag, reason: 'benchmark' });
    const last = await obeyed;
    if (last === null) lost++;
    else lastMs.push(Number(last - pressed) / 1e6);
  }
  return { lastMs, lost };
}

/** The nearest-rank percentile; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
