import { useEffect, useRef, useState } from 'react';
import { type Ask, queryClient, trpc, trpcClient } from '../../../trpc.ts';
import { type Asking, after, asked } from './asking.ts';

/** Asks one question at a time. Stopping, asking anew and leaving the page end what is under way, at the model too. */
export function useAsk(onDone: (question: Ask, answer: Asking) => void) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const ask = async (question: Ask) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    let now = asked;
    const show = (next: Asking) => {
      now = next;
      if (!signal.aborted) setAsking(next);
    };
    show(asked);
    try {
      for await (const event of await trpcClient.ai.stream.mutate(question, { signal })) {
        if (signal.aborted) return;
        show(after(now, event));
      }
      if (now.state === 'done') onDone(question, now);
      else if (now.state !== 'broken') show({ ...now, state: 'failed', error: new Error(endedEarly) });
    } catch (error) {
      show({ ...now, state: 'failed', error });
    } finally {
      if (running.current === controller) running.current = null;
      void queryClient.invalidateQueries({ queryKey: trpc.inferences.pathKey() });
    }
  };

  return {
    asking,
    busy: asking?.state === 'waiting' || asking?.state === 'streaming',
    ask: (question: Ask) => void ask(question),
    stop: () => {
      running.current?.abort();
      setAsking((now) => now && { ...now, state: 'stopped' });
    },
  };
}

const endedEarly = 'The connection to the server ended before the answer did.';
