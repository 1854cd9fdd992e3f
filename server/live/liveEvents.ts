import type { Configuration } from '../configuration/configuration.ts';
import type { Receipts } from '../sync/receipts.ts';
import type { Recorder } from '../telemetry/recorder.ts';

export type LiveEvent =
  | { type: 'revision'; number: number }
  | { type: 'traffic'; flags: string[] }
  /** Some client has said which revision it obeys, or is gone. */
  | { type: 'receipts' };

export interface LiveEvents {
  /**
   * Events of one environment from now on, and at once the newest revision where it is past `seen`: whoever
   * read the configuration just before following it learns of what came in between.
   * Ends when the signal aborts.
   */
  follow(
    environment: string,
    seen: number | null,
    signal: AbortSignal,
  ): AsyncGenerator<{ id: string; event: LiveEvent }>;
}

const trafficEveryMs = 1_000;
const receiptsEveryMs = 500;
const idleMs = 60_000;

/**
 * Turns commits and recorded calls into one stream of events. Ids are revision numbers, which outlive a
 * restart. A slow reader costs nothing: what waits for it is at most the newest revision and a set of flags.
 */
export function createLiveEvents(
  configuration: Configuration,
  recorder: Recorder,
  receipts: Receipts,
): LiveEvents {
  return {
    async *follow(environment, seen, signal) {
      let revision = seen ?? 0;
      const flags = new Set<string>();
      let wake = () => {};
      let lastTraffic = 0;
      let receiptsWaiting = false;
      let lastReceipts = 0;
      const stopRevisions = configuration.watch((event) => {
        if (event.environment === environment) wake();
      });
      const stopTraffic = recorder.watch((event) => {
        if (event.environment !== environment) return;
        for (const flag of event.flags) flags.add(flag);
        wake();
      });
      const stopReceipts = receipts.watch((changed) => {
        if (changed !== environment) return;
        receiptsWaiting = true;
        wake();
      });
      const abort = () => wake();
      signal.addEventListener('abort', abort);
      try {
        while (!signal.aborted) {
          const current = configuration.snapshot(environment).revision;
          if (current > revision) {
            revision = current;
            yield { id: String(revision), event: { type: 'revision', number: revision } };
            continue;
          }
          const wait = lastTraffic + trafficEveryMs - Date.now();
          if (flags.size > 0 && wait <= 0) {
            lastTraffic = Date.now();
            const event: LiveEvent = { type: 'traffic', flags: [...flags] };
            flags.clear();
            yield { id: String(revision), event };
            continue;
          }
          const receiptsWait = lastReceipts + receiptsEveryMs - Date.now();
          if (receiptsWaiting && receiptsWait <= 0) {
            lastReceipts = Date.now();
            receiptsWaiting = false;
            yield { id: String(revision), event: { type: 'receipts' } };
            continue;
          }
          const soonest = Math.min(flags.size > 0 ? wait : idleMs, receiptsWaiting ? receiptsWait : idleMs);
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, Math.max(1, soonest));
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        }
      } finally {
        signal.removeEventListener('abort', abort);
        stopRevisions();
        stopTraffic();
        stopReceipts();
      }
    },
  };
}
