import type { ClientError } from './clientError.ts';

export interface ClientEvents {
  /** Some flags may answer differently from now on. A revision that changes none of them is not told. */
  change: { revision: number; flags: string[] };
  /** Something failed; what was there before still decides. */
  error: ClientError;
  /** The server has not been reached for a while; what was there before still decides. */
  stale: { revision: number | null };
  /** There is a configuration to evaluate with, or the server is reached again after `stale`. */
  ready: { revision: number; from: 'server' | 'cache' };
}

export type Listener<Name extends keyof ClientEvents> = (event: ClientEvents[Name]) => void;

export interface Emitter {
  /** Answers how to stop listening. */
  on<Name extends keyof ClientEvents>(name: Name, listener: Listener<Name>): () => void;
  emit<Name extends keyof ClientEvents>(name: Name, event: ClientEvents[Name]): void;
}

/** Tells listeners, and goes on when one throws: a product's mistake must not stop its updates. */
export function createEmitter(): Emitter {
  const listeners: { [Name in keyof ClientEvents]: Set<Listener<Name>> } = {
    change: new Set(),
    error: new Set(),
    stale: new Set(),
    ready: new Set(),
  };
  return {
    on(name, listener) {
      listeners[name].add(listener);
      return () => listeners[name].delete(listener);
    },
    emit(name, event) {
      for (const listener of listeners[name]) {
        try {
          listener(event);
        } catch (error) {
          process.emitWarning(`A listener to Knowngood's "${name}" failed: ${String(error)}`);
        }
      }
    },
  };
}
