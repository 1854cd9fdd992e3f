import { describe, expect, it, vi } from 'vitest';
import { createTraceQueue, type TraceQueueOptions } from './tracesQueue.ts';

/** A queue whose clock ticks fast, and everything that it has sent and said. */
function queueWith(options: Partial<TraceQueueOptions<number>> = {}) {
  const sent: (readonly number[])[] = [];
  const said: { why: string; dropped: number }[] = [];
  let abandoned = 0;
  const queue = createTraceQueue<number>({
    send: async (batch) => void sent.push(batch),
    abandon: () => abandoned++,
    address: 'http://collector.test',
    log: { warn: (what: unknown) => void said.push(what as (typeof said)[number]) },
    ...options,
    limits: { everyMs: 1, ...options.limits },
  });
  return { queue, sent, said, abandoned: () => abandoned };
}

const never = () => new Promise<void>(() => {});
const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

describe('the queue of traces', () => {
  it('sends what is added, in order, in batches of a bounded size', async () => {
    const { queue, sent } = queueWith({ limits: { mostAtOnce: 3 } });
    for (const item of [1, 2, 3, 4, 5, 6, 7]) queue.add(item);
    await vi.waitUntil(() => sent.flat().length === 7);
    expect(sent).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    expect(queue.dropped()).toBe(0);
    await queue.close();
  });

  it('holds no more than its bound while a batch is under way, and counts what it drops', async () => {
    const send = vi.fn(never);
    const { queue } = queueWith({ send, limits: { mostWaiting: 10, mostAtOnce: 4, closeMs: 1 } });
    for (let item = 0; item < 4; item++) queue.add(item);
    await vi.waitUntil(() => send.mock.calls.length === 1);
    for (let item = 0; item < 25; item++) queue.add(item);
    expect(queue.dropped()).toBe(15);
    expect(send).toHaveBeenCalledTimes(1);
    await queue.close();
  });

  it('goes on with the next batch when one is refused, and counts the refused one', async () => {
    const sent: number[] = [];
    const send = async (batch: readonly number[]) => {
      if (batch.includes(1)) throw refused;
      sent.push(...batch);
    };
    const { queue } = queueWith({ send, limits: { mostAtOnce: 2 } });
    for (const item of [1, 2, 3, 4]) queue.add(item);
    await vi.waitUntil(() => sent.length === 2);
    expect(sent).toEqual([3, 4]);
    expect(queue.dropped()).toBe(2);
    await queue.close();
  });

  it('gives up a batch that nobody answers, and frees its connection', async () => {
    const send = vi.fn(never);
    const { queue, said, abandoned } = queueWith({ send, limits: { sendMs: 1 } });
    queue.add(1);
    await vi.waitUntil(() => queue.dropped() === 1);
    expect(abandoned()).toBe(1);
    expect(said).toEqual([{ why: 'no answer within 1 ms', dropped: 1 }]);
    await queue.close();
  });

  it('complains once in a while, not for each batch', async () => {
    const send = () => Promise.reject(refused);
    const { queue, said } = queueWith({ send, limits: { mostAtOnce: 1 } });
    for (let item = 0; item < 20; item++) queue.add(item);
    await vi.waitUntil(() => queue.dropped() === 20);
    expect(said).toEqual([{ why: 'ECONNREFUSED connect ECONNREFUSED', dropped: 1 }]);
    const often = queueWith({ send, limits: { mostAtOnce: 1, logEveryMs: 0 } });
    for (let item = 0; item < 20; item++) often.queue.add(item);
    await vi.waitUntil(() => often.queue.dropped() === 20);
    expect(often.said).toHaveLength(20);
    await Promise.all([queue.close(), often.queue.close()]);
  });

  it('sends everything that waits before it closes', async () => {
    const { queue, sent } = queueWith({ limits: { everyMs: 3_600_000, mostAtOnce: 2 } });
    for (const item of [1, 2, 3, 4, 5]) queue.add(item);
    await queue.close();
    expect(sent.flat()).toEqual([1, 2, 3, 4, 5]);
    expect(queue.dropped()).toBe(0);
  });

  it('closes although a batch would take an hour, and counts what was not sent', async () => {
    const send = vi.fn(never);
    const { queue, abandoned } = queueWith({
      send,
      limits: { mostAtOnce: 1, sendMs: 3_600_000, closeMs: 1 },
    });
    for (const item of [1, 2, 3]) queue.add(item);
    await queue.close();
    expect(send).toHaveBeenCalledTimes(1);
    expect(abandoned()).toBe(1);
    expect(queue.dropped()).toBe(2);
    queue.add(4);
    expect(queue.dropped()).toBe(3);
  });
});
