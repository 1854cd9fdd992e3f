import type { Override } from '../../shared/model/override.ts';
import type { Author } from '../../shared/model/revision.ts';
import { KnowngoodError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { type Signer, signFrom } from './signedHead.ts';
import { foldSnapshot, type Snapshot, withOverrides } from './snapshot.ts';

export type RevisionListener = (event: { environment: string; number: number }) => void;

/** An override that is obeyed already although the store has not taken it yet. */
export interface UncommittedOverride {
  environment: string;
  override: Override;
  author: Author;
  reason: string;
}

/**
 * The snapshots in memory, one per environment, and those who watch them. Calls read `snapshot`;
 * only `commit` (and reloading what someone else committed) puts a new one in its place.
 */
export interface Configuration {
  readonly store: Store;
  /** Signs the heads of chains, and checks them. Null: nothing is signed. */
  readonly sign: Signer | null;
  now(): Date;
  /**
   * What calls obey: the newest committed snapshot, and over it the overrides that no disk would take.
   * @throws KnowngoodError NOT_FOUND for an unknown environment.
   */
  snapshot(environment: string): Snapshot;
  /** The newest snapshot that the log holds: what a commit builds on. @throws KnowngoodError NOT_FOUND */
  committed(environment: string): Snapshot;
  environments(): string[];
  /** Puts a newer snapshot in place and tells the watchers. An older one is ignored. */
  publish(snapshot: Snapshot): void;
  /** Reads an environment from the store again. */
  reload(environment: string): Promise<Snapshot>;
  watch(listener: RevisionListener): () => void;
  /** Overrides that wait for the store, oldest first. */
  uncommitted(): readonly UncommittedOverride[];
  /** Obeys an override at once, or no longer waits with one (`override` null). */
  obey(environment: string, target: string, uncommitted: UncommittedOverride | null): void;
}

/** Loads every environment. Fails where a stored resource does not fit its schema. */
export async function openConfiguration(
  store: Store,
  now: () => Date,
  sign: Signer | null = null,
): Promise<Configuration> {
  if (sign) await signFrom(store, sign);
  const committed = new Map<string, Snapshot>();
  const effective = new Map<string, Snapshot>();
  const waiting = new Map<string, UncommittedOverride>();
  const listeners = new Set<RevisionListener>();

  const find = (snapshots: Map<string, Snapshot>, environment: string): Snapshot => {
    const found = snapshots.get(environment);
    if (!found) throw new KnowngoodError('NOT_FOUND', `There is no environment "${environment}"`);
    return found;
  };
  const refresh = (environment: string) => {
    const own = [...waiting.values()].filter((one) => one.environment === environment);
    const snapshot = find(committed, environment);
    effective.set(environment, own.length === 0 ? snapshot : withOverrides(snapshot, own));
    for (const listener of listeners) listener({ environment, number: snapshot.revision });
  };
  const configuration: Configuration = {
    store,
    sign,
    now,
    snapshot: (environment) => find(effective, environment),
    committed: (environment) => find(committed, environment),
    environments: () => [...committed.keys()],
    publish(snapshot) {
      const current = committed.get(snapshot.environment);
      if (current && current.revision >= snapshot.revision) return;
      committed.set(snapshot.environment, snapshot);
      refresh(snapshot.environment);
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
    uncommitted: () => [...waiting.values()],
    obey(environment, target, uncommitted) {
      if (uncommitted) waiting.set(`${environment}/${target}`, uncommitted);
      else waiting.delete(`${environment}/${target}`);
      refresh(environment);
    },
  };
  for (const environment of await store.environments.list()) await configuration.reload(environment.key);
  return configuration;
}
