import { ClientError } from './clientError.ts';

export interface ClientEvents {
  /**
   * Some flags may answer differently from now on: by another revision, or because a time window of a rule has
   * opened or closed. A revision that changes none of them is not told.
   */
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
  /** Answers how to stop listening. @throws ClientError `invalid` for a name that is no event's. */
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
      if (!Object.hasOwn(listeners, name))
        throw new ClientError(
          'invalid',
          `There is no event "${name}": listen to ${Object.keys(listeners).join(', ')}`,
        );
      listeners[name].add(listener);
      return () => listeners[name].delete(listener);
    },
    emit(name, event) {
      const failed = (error: unknown) =>
        process.emitWarning(`A listener to Knowngood's "${name}" failed: ${String(error)}`);
      // A copy: a listener that adds another one must not be called for ever.
      for (const listener of [...listeners[name]]) {
        try {
          const returned: unknown = listener(event);
          if (returned instanceof Promise) returned.catch(failed);
        } catch (error) {
          failed(error);
        }
      }
    },
  };
}
