import { describe, expect, it } from 'vitest';
import { createAcknowledging } from './acknowledging.ts';

describe('counts of evaluations', () => {
  it('that could not be said are said with the next, and never more flags than the server takes', async () => {
    const said: Record<string, number>[] = [];
    let away = true;
    const closing = new AbortController();
    const acknowledging = createAcknowledging(
      {
        url: 'http://127.0.0.1:9',
        key: 'kg_x',
        closed: closing.signal,
        fetch: async (_, init) => {
          const { evaluated } = JSON.parse(String(init?.body)) as { evaluated: Record<string, number> };
          // Evaluating goes on while the word is on its way.
          if (away) for (let flag = 0; flag < 10_000; flag++) acknowledging.count(`later-${flag}`);
          said.push(evaluated);
          if (away) throw new TypeError('fetch failed');
          return Response.json({});
        },
      },
      { client: 'c', name: 'c' },
    );
    acknowledging.say(1);
    for (let flag = 0; flag < 12_000; flag++) acknowledging.count(`first-${flag}`);
    acknowledging.count('first-0');
    await acknowledging.end();
    away = false;
    acknowledging.count('later-0');
    await acknowledging.end();
    await acknowledging.end();
    closing.abort();
    expect(said.map((counts) => Object.keys(counts).length)).toEqual([10_000, 10_000]);
    expect([said[0]!['first-0'], said[1]!['later-0'], said[1]!['later-1']]).toEqual([2, 2, 1]);
  });
});
