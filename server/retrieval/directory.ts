import type { Logger } from 'pino';
import { KnowngoodError } from '../errors.ts';
import type { StoredCollection } from '../store/retrieval.ts';
import type { Store } from '../store/store.ts';

const everyMs = 200;

/**
 * The live collections in memory, so that no query reads the database to learn where its pointer is. What another process
 * does to them is seen within a fraction of a second; until then the index that served goes on serving, and it is complete.
 */
export interface Directory {
  /** @throws KnowngoodError NOT_FOUND */
  find(environment: string, key: string): StoredCollection;
  byId(id: number): StoredCollection | null;
  list(environment: string): StoredCollection[];
  all(): readonly StoredCollection[];
  /** Reads them again, after a change of one's own. */
  reload(): Promise<void>;
  start(): void;
  close(): void;
}

export async function openDirectory(store: Store, log: Logger): Promise<Directory> {
  let all: StoredCollection[] = [];
  let seen = -1;
  let timer: NodeJS.Timeout | null = null;
  const directory: Directory = {
    find(environment, key) {
      const found = all.find((one) => one.environment === environment && one.key === key);
      if (found) return found;
      throw new KnowngoodError('NOT_FOUND', `There is no collection "${key}" in ${environment}`);
    },
    byId: (id) => all.find((one) => one.id === id) ?? null,
    all: () => all,
    list: (environment) => all.filter((one) => one.environment === environment),
    async reload() {
      all = await store.retrieval.collections();
    },
    start() {
      timer ??= setInterval(() => {
        store.configuration
          .writesElsewhere()
          .then(async (writes) => {
            if (writes !== seen) await directory.reload();
            seen = writes;
          })
          .catch((error: unknown) => log.error({ err: error }, 'the collections could not be read'));
      }, everyMs).unref();
    },
    close() {
      if (timer) clearInterval(timer);
    },
  };
  await directory.reload();
  return directory;
}
