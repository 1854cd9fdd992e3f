import { describe, expect, it } from 'vitest';
import { attemptWords, failureShares } from './healthWords.ts';

describe('how a model has done', () => {
  it('says how many attempts went well, and does not count callers who left as failures', () => {
    expect(attemptWords({ attempts: 0, ok: 0, cancelled: 0 })).toBe('Not asked in the last 15 minutes');
    expect(attemptWords({ attempts: 1, ok: 1, cancelled: 0 })).toBe('One attempt, which went well');
    expect(attemptWords({ attempts: 40, ok: 40, cancelled: 0 })).toBe('All 40 attempts went well');
    expect(attemptWords({ attempts: 40, ok: 37, cancelled: 2 })).toBe(
      '37 of 40 attempts went well, 2 ended by callers who left',
    );
  });

  it('puts failures in words, the most frequent first', () => {
    expect(failureShares({ attempts: 200, failures: { timeout: 1, connection: 5 } })).toEqual([
      { reason: 'connection', words: 'the provider could not be reached', count: 5, share: '2.5%' },
      { reason: 'timeout', words: 'it took too long', count: 1, share: '0.5%' },
    ]);
  });
});
