import { KnowngoodError } from '../errors.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import type { CommitTimes } from './commitTimes.ts';

/** A client that evaluates by itself, as it last said of itself. Times are ISO 8601. */
export interface Receipt {
  id: string;
  name: string;
  kind: 'client';
  connectedAt: string;
  lastSeenAt: string;
  revision: number;
  /** From the commit of the revision (or from its own start, if that came later) to its word that it obeys. */
  obeyedMs: number | null;
  lagging: boolean;
}

export interface Receipts {
  /** @throws KnowngoodError UNAVAILABLE when the key has too many clients. */
  acknowledge(environment: string, key: string, word: Acknowledgement): void;
  /** The clients seen in the last minute, by name; `current` is the revision that they should obey. */
  list(environment: string, current: number): Receipt[];
  /** Told of every acknowledgement that changes something. */
  watch(listener: (environment: string) => void): () => void;
  close(): void;
}

interface Client {
  key: string;
  name: string;
  connectedAt: number;
  lastSeenAt: number;
  revision: number;
  obeyedMs: number;
}

const forgetAfterMs = 60_000;
const sweepEveryMs = 5_000;
const mostClientsOfAKey = 1_000;

/** Keeps who obeys what in memory: it is about now, and clients say it again within seconds of a restart. */
export function createReceipts(times: CommitTimes, now: () => Date): Receipts {
  const clients = new Map<string, Map<string, Client>>();
  const listeners = new Set<(environment: string) => void>();
  const tell = (environment: string) => {
    for (const listener of listeners) listener(environment);
  };
  const sweep = () => {
    const before = now().getTime() - forgetAfterMs;
    for (const [environment, own] of clients) {
      const gone = [...own].filter(([, client]) => client.lastSeenAt < before);
      for (const [id] of gone) own.delete(id);
      if (gone.length > 0) tell(environment);
    }
  };
  const timer = setInterval(sweep, sweepEveryMs);
  timer.unref();

  return {
    acknowledge(environment, key, { client: id, name, revision, agoMs }) {
      const at = now().getTime();
      const own = clients.get(environment) ?? new Map<string, Client>();
      clients.set(environment, own);
      // Two keys never share a client, whatever ids they send.
      const place = `${key}/${id}`;
      const before = own.get(place);
      if (!before && countOf(own, key) >= mostClientsOfAKey)
        throw new KnowngoodError(
          'UNAVAILABLE',
          `This key has ${mostClientsOfAKey} clients connected already`,
        );
      if (before && before.revision === revision && before.name === name) {
        before.lastSeenAt = at;
        return;
      }
      const connectedAt = before?.connectedAt ?? at;
      const since = Math.max(times.of(environment, revision) ?? 0, connectedAt);
      own.set(place, {
        key,
        name,
        connectedAt,
        lastSeenAt: at,
        revision,
        obeyedMs: Math.max(0, at - agoMs - since),
      });
      tell(environment);
    },
    list(environment, current) {
      sweep();
      return [...(clients.get(environment) ?? [])]
        .map(([place, client]) => toReceipt(place, client, current))
        .toSorted((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => clearInterval(timer),
  };
}

function countOf(own: ReadonlyMap<string, Client>, key: string): number {
  let count = 0;
  for (const client of own.values()) if (client.key === key) count++;
  return count;
}

function toReceipt(place: string, client: Client, current: number): Receipt {
  const lagging = client.revision < current;
  return {
    id: place.slice(client.key.length + 1),
    name: client.name,
    kind: 'client',
    connectedAt: new Date(client.connectedAt).toISOString(),
    lastSeenAt: new Date(client.lastSeenAt).toISOString(),
    revision: client.revision,
    obeyedMs: lagging ? null : client.obeyedMs,
    lagging,
  };
}
