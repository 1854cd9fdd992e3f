import { setTimeout } from 'node:timers/promises';
import { endChild, launchChild, type SimulatorChild } from './simulatorChild.ts';

const MOST_RESTARTS = 5;
const FIRST_BACKOFF_MS = 100;
/** A child that lived this long was healthy: the count of restarts begins again. */
const HEALTHY_AFTER_MS = 60_000;

/** A simulator that runs in a child process. */
export type RunningSimulator = {
  /** Base URL for an OpenAI client: `http://127.0.0.1:PORT/v1`. It stays the same across restarts. */
  readonly url: string;
  /** The current child's process id; a restart changes it. */
  readonly pid: number;
  /** Settles when no child runs and none will: after `stop`, or when restarting was given up. */
  readonly exited: Promise<'stopped' | 'gave up'>;
  /** Ends the child and waits until it is gone; killed after 2 s. Calling it again is harmless. */
  stop(): Promise<void>;
};

export type SimulatorOptions = {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Told in words about every unexpected exit and restart. */
  log?: (line: string) => void;
  /** Whether a child that dies is started again, up to 5 times in a row with back-off. Default true. */
  restart?: boolean;
};

/**
 * Starts the simulator in a process of its own and waits until it listens.
 * Rejects with an Error that says why if it does not within 10 s.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const { port = 0, log = () => {}, restart = true } = options;
  const stopping = new AbortController();
  let child = await launchChild(port);
  const address = child.port;

  const exited = (async () => {
    let restarts = 0;
    for (;;) {
      const lived = await lifetimeOf(child);
      if (stopping.signal.aborted) return 'stopped';
      if (lived >= HEALTHY_AFTER_MS) restarts = 0;
      log(`simulator ended unexpectedly (${await child.ended})`);
      const next = restart ? await relaunch() : undefined;
      if (stopping.signal.aborted) {
        if (next !== undefined) await endChild(next);
        return 'stopped';
      }
      if (next === undefined) return 'gave up';
      child = next;
    }

    async function relaunch(): Promise<SimulatorChild | undefined> {
      while (restarts < MOST_RESTARTS && !stopping.signal.aborted) {
        await pause(FIRST_BACKOFF_MS * 2 ** restarts++, stopping.signal);
        if (stopping.signal.aborted) return undefined;
        try {
          const next = await launchChild(address);
          log(`simulator restarted on port ${address} (${restarts} of ${MOST_RESTARTS})`);
          return next;
        } catch (error) {
          log(error instanceof Error ? error.message : 'the simulator did not restart');
        }
      }
      return undefined;
    }
  })();

  return {
    url: `http://127.0.0.1:${address}/v1`,
    get pid() {
      return child.pid;
    },
    exited,
    async stop() {
      stopping.abort();
      await endChild(child);
      await exited;
    },
  };
}

async function lifetimeOf(child: SimulatorChild): Promise<number> {
  const started = performance.now();
  await child.ended;
  return performance.now() - started;
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  // Stopping cuts the pause short: the caller looks at the signal.
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}
