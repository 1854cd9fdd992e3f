import { KnowngoodError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { foldSnapshot, type Snapshot } from './snapshot.ts';

export type RevisionListener = (event: { environment: string; number: number }) => void;

/**
 * The snapshots in memory, one per environment, and those who watch them. Calls read `snapshot`;
 * only `commit` (and reloading what someone else committed) puts a new one in its place.
 */
export interface Configuration {
  readonly store: Store;
  now(): Date;
  /** @throws KnowngoodError NOT_FOUND for an unknown environment. */
  snapshot(environment: string): Snapshot;
  environments(): string[];
  /** Puts a newer snapshot in place and tells the watchers. An older one is ignored. */
  publish(snapshot: Snapshot): void;
  /** Reads an environment from the store again. */
  reload(environment: string): Promise<Snapshot>;
  watch(listener: RevisionListener): () => void;
}

/** Loads every environment. Fails where a stored resource does not fit its schema. */
export async function openConfiguration(store: Store, now: () => Date): Promise<Configuration> {
  const snapshots = new Map<string, Snapshot>();
  const listeners = new Set<RevisionListener>();
  const configuration: Configuration = {
    store,
    now,
    snapshot(environment) {
      const found = snapshots.get(environment);
      if (!found) throw new KnowngoodError('NOT_FOUND', `There is no environment "${environment}"`);
      return found;
    },
    environments: () => [...snapshots.keys()],
    publish(snapshot) {
      const current = snapshots.get(snapshot.environment);
      if (current && current.revision >= snapshot.revision) return;
      snapshots.set(snapshot.environment, snapshot);
      for (const listener of listeners)
        listener({ environment: snapshot.environment, number: snapshot.revision });
    },
    async reload(environment) {
      const { head, resources } = await store.configuration.load(environment);
      const snapshot = foldSnapshot(environment, head, resources);
      configuration.publish(snapshot);
      return snapshot;
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  for (const environment of await store.environments.list()) await configuration.reload(environment.key);
  return configuration;
}
