import type { ConversationStore, StoredConversation } from '../store/store.ts';

export type Conversation = StoredConversation;

type ConversationKey = Pick<Conversation, 'environment' | 'flag' | 'id'>;

/**
 * The pins of conversations. Lately used ones are in memory; one that is not costs an indexed look-up of some
 * microseconds. Changes are written a moment later, together.
 */
export interface Conversations {
  /** @throws Error where the store does not answer soon. */
  find(key: ConversationKey): Promise<Conversation | null>;
  keep(conversation: Conversation): void;
  close(): Promise<void>;
}

const mostRemembered = 20_000;
const mostUnwritten = 5_000;
const writeEveryMs = 200;
/** Forced moves that are kept of a conversation, the newest. */
export const mostMoves = 20;

/** How long a call waits for the store, in milliseconds: a pin is not worth the call's deadline. */
const lookUpMs = 250;

function soon<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The store did not find a conversation within ${lookUpMs} ms`)),
      lookUpMs,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const keyOf = ({ environment, flag, id }: ConversationKey): string => `${environment}/${flag}/${id}`;

export function openConversations(
  store: ConversationStore,
  warn: (error: unknown, waiting: number) => void,
): Conversations {
  // A Map keeps its order: what is used goes to the end, what is forgotten goes from the front.
  const remembered = new Map<string, Conversation>();
  const unwritten = new Map<string, Conversation>();
  let writing: Promise<void> | null = null;

  const remember = (conversation: Conversation) => {
    const key = keyOf(conversation);
    remembered.delete(key);
    remembered.set(key, conversation);
    if (remembered.size <= mostRemembered) return;
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest);
      break;
    }
  };
  const write = async () => {
    const batch = [...unwritten.values()];
    if (batch.length === 0) return;
    try {
      await store.save(batch);
      for (const one of batch) if (unwritten.get(keyOf(one)) === one) unwritten.delete(keyOf(one));
    } catch (error) {
      warn(error, unwritten.size);
    }
  };
  const flush = () => {
    writing ??= write().finally(() => {
      writing = null;
    });
    return writing;
  };
  const timer = setInterval(() => void flush(), writeEveryMs);
  timer.unref();
  return {
    async find(key) {
      const known = remembered.get(keyOf(key)) ?? unwritten.get(keyOf(key));
      const found = known ?? (await soon(store.find(key)));
      if (found) remember(found);
      return found;
    },
    keep(conversation) {
      remember(conversation);
      const key = keyOf(conversation);
      // A disk that takes nothing must not fill the memory: past the bound only what is known already is renewed.
      if (unwritten.has(key) || unwritten.size < mostUnwritten) unwritten.set(key, conversation);
    },
    async close() {
      clearInterval(timer);
      await flush();
      await flush();
    },
  };
}
