import { type Alarm, watchWindows } from '../../shared/evaluation/windows.ts';
import type { Configuration } from '../configuration/configuration.ts';

export interface WindowMoments {
  /**
   * Told which flags of an environment may answer differently because a time window has opened or closed.
   * Answers how to stop; with the last listener of an environment, its timer goes too.
   */
  watch(environment: string, listener: (flags: string[]) => void): () => void;
}

/** One timer for each environment that somebody listens to, however many they are, set anew with each revision. */
export function watchWindowMoments(configuration: Configuration): WindowMoments {
  const watched = new Map<string, ReturnType<typeof watchEnvironment>>();
  return {
    watch(environment, listener) {
      const own = watched.get(environment) ?? watchEnvironment(configuration, environment);
      watched.set(environment, own);
      own.listeners.add(listener);
      return () => {
        if (!own.listeners.delete(listener) || own.listeners.size > 0) return;
        watched.delete(environment);
        own.stop();
      };
    },
  };
}

function watchEnvironment(configuration: Configuration, environment: string) {
  const listeners = new Set<(flags: string[]) => void>();
  const windows = watchWindows(alarmOf(configuration), (flags) => {
    for (const listener of [...listeners]) listener(flags);
  });
  windows.follow(configuration.snapshot(environment));
  const stopWatching = configuration.watch((event) => {
    if (event.environment === environment) windows.follow(configuration.snapshot(environment));
  });
  return {
    listeners,
    stop() {
      stopWatching();
      windows.stop();
    },
  };
}

const alarmOf = (configuration: Configuration): Alarm => ({
  now: () => configuration.now().getTime(),
  set(ms, ring) {
    const timer = setTimeout(ring, ms).unref();
    return () => clearTimeout(timer);
  },
});
