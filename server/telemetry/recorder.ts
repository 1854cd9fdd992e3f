import type { Logger } from 'pino';
import type { Inference } from '../../shared/model/inference.ts';
import type { TelemetryStore } from '../store/store.ts';

const flushEveryMs = 150;
const mostWaiting = 20_000;
const mostAtOnce = 500;
const droppedAtOnce = 1_000;

/** Takes records off the call path and writes them in batches. */
export interface Recorder {
  /** Never waits, never throws. When the buffer is full the oldest records are dropped and counted. */
  record(inference: Inference): void;
  /** Told which environment and flags have new records, once they can be read. */
  watch(listener: (event: { environment: string; flags: string[] }) => void): () => void;
  dropped(): number;
  /** Writes what is waiting, and stops. */
  close(): Promise<void>;
}

export function createRecorder(store: TelemetryStore, log: Logger): Recorder {
  let waiting: Inference[] = [];
  let dropped = 0;
  let writing: Promise<void> | null = null;
  const listeners = new Set<Parameters<Recorder['watch']>[0]>();

  const tell = (written: readonly Inference[]) => {
    for (const [environment, records] of Map.groupBy(written, (record) => record.environment)) {
      const flags = [...new Set(records.map((record) => record.flag))];
      for (const listener of listeners) listener({ environment, flags });
    }
  };
  const flush = async () => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostAtOnce);
      try {
        await store.recordInferences(batch);
      } catch (error) {
        // The batch stays in the buffer: a full disk that recovers loses only what the bound pushes out.
        log.error(
          { err: error, waiting: waiting.length },
          'inference records could not be written; trying again',
        );
        return;
      }
      const written = new Set(batch);
      waiting = waiting.filter((record) => !written.has(record));
      tell(batch);
    }
  };
  const start = () => {
    writing ??= flush().finally(() => {
      writing = null;
    });
    return writing;
  };
  const timer = setInterval(() => void start(), flushEveryMs);
  timer.unref();

  return {
    record(inference) {
      if (waiting.length >= mostWaiting) {
        // Many at once: taking them from the front one by one would cost more than the calls themselves.
        waiting = waiting.slice(droppedAtOnce);
        dropped += droppedAtOnce;
      }
      waiting.push(inference);
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dropped: () => dropped,
    async close() {
      clearInterval(timer);
      await start();
      await start();
    },
  };
}
