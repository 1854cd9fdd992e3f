import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLimiters, type Release } from './limiter.ts';

const never = new AbortController().signal;

/** Enters, and notes in `order` when the slot is there or the request was shed. */
function setUp(concurrency: number, mostWaiting: number) {
  const limiters = createLimiters({ concurrency, mostWaiting });
  const order: string[] = [];
  const held: Release[] = [];
  const enter = async (name: string, priority: number, signal = never) => {
    try {
      held.push(await limiters.enter('p', priority, signal));
      order.push(name);
    } catch (error) {
      order.push(`${name} ${error instanceof Error ? error.message.slice(0, 4) : error}`);
    }
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const free = async () => {
    held.shift()?.();
    await settle();
  };
  return { limiters, order, enter, free, settle };
}

describe('the queue of a provider', () => {
  it('lets the highest priority in first, and those of one priority in their order', async () => {
    const { order, enter, free, limiters } = setUp(1, 10);
    await enter('first', 5);
    for (const [name, priority] of [
      ['low', 1],
      ['a', 5],
      ['b', 5],
      ['high', 10],
    ] as const)
      void enter(name, priority);
    expect(limiters.load('p')).toEqual({ active: 1, waiting: 4 });
    for (let left = 5; left > 0; left--) await free();
    expect(order).toEqual(['first', 'high', 'a', 'b', 'low']);
    expect(limiters.load('p')).toEqual({ active: 0, waiting: 0 });
  });

  it('sheds the lowest for a higher one when it is full, and turns an equal one away', async () => {
    const { order, enter, settle, limiters } = setUp(1, 2);
    await enter('first', 5);
    void enter('background', 0);
    void enter('low', 2);
    await settle();
    void enter('high', 9);
    await settle();
    expect(order).toEqual(['first', 'background 2 re']);
    void enter('also low', 2);
    await settle();
    expect(order.at(-1)).toBe('also low 2 re');
    expect(limiters.load('p')).toEqual({ active: 1, waiting: 2 });
  });

  it('lets go of a caller who leaves while waiting', async () => {
    const { order, enter, settle, limiters } = setUp(1, 5);
    await enter('first', 5);
    const leaving = new AbortController();
    void enter('gone', 5, leaving.signal);
    leaving.abort(new Error('left'));
    await settle();
    expect(order).toEqual(['first', 'gone left']);
    expect(limiters.load('p')).toEqual({ active: 1, waiting: 0 });
  });

  it('is one per provider', async () => {
    const limiters = createLimiters({ concurrency: 1, mostWaiting: 0 });
    await limiters.enter('a', 5, never);
    await limiters.enter('b', 5, never);
    expect(() => limiters.enter('a', 5, never)).toThrow('waiting already');
  });

  it('never lets more in than it may, and forgets nobody, whatever happens', async () => {
    const step = fc.oneof(
      fc.record({ act: fc.constant('enter' as const), priority: fc.integer({ min: 0, max: 10 }) }),
      fc.record({ act: fc.constant('free' as const) }),
      fc.record({ act: fc.constant('leave' as const), who: fc.nat(20) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const limiters = createLimiters({ concurrency: 3, mostWaiting: 4 });
        const held: Release[] = [];
        const callers: AbortController[] = [];
        let settled = 0;
        for (const one of steps) {
          if (one.act === 'free') held.shift()?.();
          else if (one.act === 'leave') callers[one.who]?.abort(new Error('left'));
          else {
            const caller = new AbortController();
            callers.push(caller);
            void (async () => limiters.enter('p', one.priority, caller.signal))()
              .then((release) => held.push(release))
              .catch(() => {})
              .finally(() => settled++);
          }
          await new Promise((resolve) => setImmediate(resolve));
          const { active, waiting } = limiters.load('p');
          expect(active).toBe(held.length);
          expect(active).toBeLessThanOrEqual(3);
          expect(waiting).toBeLessThanOrEqual(4);
          expect(waiting === 0 || active === 3).toBe(true);
          expect(settled + waiting).toBe(callers.length);
        }
      }),
      { numRuns: 60 },
    );
  });
});
