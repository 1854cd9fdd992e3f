import type { KeyStore } from '../store/store.ts';

const lookEveryMs = 10_000;
const writeEveryMs = 60_000;

/** When each key was last used: noted in memory by calls, and written once a minute at most. */
export interface KeyUse {
  note(id: string): void;
  close(): Promise<void>;
}

export function createKeyUse(store: KeyStore, now: () => Date): KeyUse {
  const used = new Map<string, number>();
  const written = new Map<string, number>();
  const write = async (all: boolean) => {
    const at = now().getTime();
    const due = [...used].filter(([id]) => all || at - (written.get(id) ?? 0) >= writeEveryMs);
    if (due.length === 0) return;
    for (const [id] of due) {
      used.delete(id);
      written.set(id, at);
    }
    await store.touch(due.map(([id, time]) => ({ id, at: new Date(time).toISOString() })));
  };
  // A store that refuses loses a time of last use, which the next use brings back.
  const timer = setInterval(() => void write(false).catch(() => {}), lookEveryMs);
  timer.unref();
  return {
    note: (id) => void used.set(id, now().getTime()),
    async close() {
      clearInterval(timer);
      await write(true).catch(() => {});
    },
  };
}
