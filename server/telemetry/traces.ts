import type { Logger } from 'pino';
import type { Inference } from '../../shared/model/inference.ts';
import type { SpecificationOf, Traced, TraceOf } from './tracesCall.ts';
import { createTraceQueue, type TraceQueueOptions } from './tracesQueue.ts';
import type { TraceSettings } from './tracesSettings.ts';

/** Traces of calls for OpenTelemetry, made of their records after the calls have been answered. */
export interface Traces {
  /** Never waits, never throws. What does not fit the queue is dropped and counted. */
  record(record: Inference, about: TraceOf): void;
  /** How many calls' traces were lost. */
  dropped(): number;
  /** Sends what is waiting, within a bound, and stops. */
  close(): Promise<void>;
}

export interface TraceOptions {
  version: string;
  specificationOf: SpecificationOf;
  log: Logger;
  limits?: TraceQueueOptions<Traced>['limits'];
}

const noTraces: Traces = { record() {}, dropped: () => 0, async close() {} };

/** Without settings nothing is traced, and the libraries for it stay on the disk. */
export async function openTraces(settings: TraceSettings | null, options: TraceOptions): Promise<Traces> {
  if (!settings) return noTraces;
  const { createTraceSender } = await import('./tracesOtlp.ts');
  const { send, abandon } = createTraceSender(settings, options);
  const { log, limits } = options;
  const queue = createTraceQueue<Traced>({
    send,
    abandon,
    // Without the path and what else may stand in an address, such as a password.
    address: new URL(settings.url).origin,
    log,
    ...(limits ? { limits } : {}),
  });
  return {
    record: (record, about) => queue.add({ record, about }),
    dropped: queue.dropped,
    close: queue.close,
  };
}
