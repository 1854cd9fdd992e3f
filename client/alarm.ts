import type { Alarm } from '../shared/evaluation/windows.ts';

/** This process's clock, and timers that do not keep it alive. */
export const alarm: Alarm = {
  now: Date.now,
  set(ms, ring) {
    const timer = setTimeout(ring, ms).unref();
    return () => clearTimeout(timer);
  },
};
