import { describe, expect, it } from 'vitest';
import { loadTokenizer } from '../providers/tokenizer.ts';
import { estimateTexts, estimateTokens } from './estimateTokens.ts';

const mixed = 'The quick brown fox jumps over 13 lazy dogs. Über den Wolken 雲の上 😀 ';

describe('an estimate of tokens', () => {
  it('counts what is short, and everything that was said', async () => {
    const { count } = await loadTokenizer();
    const messages = [
      { role: 'system' as const, content: 'Be brief.' },
      { role: 'user' as const, content: [{ type: 'text' as const, text: 'Hello there' }] },
    ];
    expect(await estimateTokens(messages, 'Hi')).toEqual({
      input: count('Be brief.\nHello there'),
      output: 1,
      cachedInput: 0,
      reasoning: 0,
    });
    expect((await estimateTexts(['one', 'two'])).input).toBe(count('one\ntwo'));
  });

  it('of a long text is within a tenth of the count, from a sample that bounds the work', async () => {
    const { count } = await loadTokenizer();
    const long = mixed.repeat(3_000);
    const { input } = await estimateTexts([long]);
    const exact = count(long);
    expect(Math.abs(input - exact) / exact).toBeLessThan(0.1);
  });
});
