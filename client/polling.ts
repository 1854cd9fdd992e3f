/**
 * Calls `refresh` now, at most `pollMs` milliseconds after each time it has ended, and whenever it is asked to,
 * one call at a time. `refresh` must not throw and must end by itself. Stops when the signal aborts.
 */
export function keepRefreshing(
  refresh: () => Promise<void>,
  pollMs: number,
  closed: AbortSignal,
): { soon(): void } {
  let running = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  const run = async () => {
    if (running) {
      again = true;
      return;
    }
    clearTimeout(timer);
    running = true;
    do {
      again = false;
      await refresh();
    } while (again && !closed.aborted);
    running = false;
    // Earlier by up to a fifth, so that clients that started together drift apart.
    if (!closed.aborted) timer = setTimeout(() => void run(), pollMs * (0.8 + Math.random() * 0.2)).unref();
  };
  closed.addEventListener('abort', () => clearTimeout(timer));
  void run();
  return { soon: () => void run() };
}
