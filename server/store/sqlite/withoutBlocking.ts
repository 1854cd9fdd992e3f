const patienceMs = 4_000;
const longestPauseMs = 250;

/**
 * Runs a synchronous transaction, and again while somebody else holds the write lock, for 4 seconds in all.
 * Between tries the event loop is free: a held lock makes a commit wait, and never a call.
 */
export async function withoutBlocking<T>(transaction: () => T): Promise<T> {
  const until = Date.now() + patienceMs;
  for (let pause = 10; ; pause = Math.min(pause * 2, longestPauseMs)) {
    try {
      return transaction();
    } catch (error) {
      if (!isBusy(error) || Date.now() > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

const isBusy = (error: unknown): boolean =>
  String((error as { code?: unknown }).code ?? '').startsWith('SQLITE_BUSY');
