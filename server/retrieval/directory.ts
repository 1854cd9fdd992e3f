import type { Logger } from 'pino';
import { z } from 'zod';
import { Migration } from '../../shared/migration/migration.ts';
import { KnowngoodError } from '../errors.ts';
import type { StoredCollection, StoredMigration } from '../store/retrieval.ts';
import type { Store } from '../store/store.ts';

const everyMs = 200;
const mostCanaries = 1_000;

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
  /** The share of a collection's queries that goes to its new index before the cutover; null for none. */
  canary(id: number): Canary | null;
  /** Reads them again, after a change of one's own. */
  reload(): Promise<void>;
  start(): void;
  close(): void;
}

/** A migration in its canary: `id` is the migration's, and what its shares are cut by. */
export interface Canary extends Pick<Migration, 'to'> {
  id: string;
  percent: number;
  segments: readonly string[];
}

const InCanary = z.object({ migration: Migration });

export async function openDirectory(store: Store, log: Logger): Promise<Directory> {
  let all: StoredCollection[] = [];
  let canaries = new Map<number, Canary>();
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
    canary: (id) => canaries.get(id) ?? null,
    async reload() {
      // Both are read before anything else runs: a pointer and a share that fit each other.
      const [collections, migrations] = await Promise.all([
        store.retrieval.collections(),
        store.retrieval.migrations.list({ state: 'canary', limit: mostCanaries }),
      ]);
      all = collections;
      canaries = new Map(migrations.map(canaryOf));
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

function canaryOf({ id, collection, body }: StoredMigration): [number, Canary] {
  const { to, canaryPercent, canarySegments } = InCanary.parse(body).migration;
  return [collection, { id, to, percent: canaryPercent, segments: canarySegments }];
}
