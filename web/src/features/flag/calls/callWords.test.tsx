import { describe, expect, it } from 'vitest';
import type { Flag } from '../../../../../shared/model/flag.ts';
import type { RecordedCall } from '../../../trpc.ts';
import { callNotes, priceWords, tryWords } from './callWords.ts';

const flag: Flag = {
  key: 'answers',
  name: 'Answers',
  description: '',
  kind: 'call',
  tags: [],
  owner: '',
  on: true,
  public: false,
  prerequisites: [],
  salt: 'answers',
  hash: 'murmur3-v1',
  bucketBy: 'targetingKey',
  variants: [
    {
      kind: 'rules',
      key: 'rules',
      name: 'Rules',
      responder: {
        rules: [{ id: 'orders', name: 'Orders', answer: 'On its way' }],
        defaultAnswer: 'Ask us',
      },
    },
    { kind: 'static', key: 'fixed', name: 'Fixed', text: 'Sorry' },
  ],
  targets: [],
  rules: [],
  fallthrough: { kind: 'variant', variant: 'rules' },
  offVariant: 'fixed',
  knownGood: 'rules',
  fallback: 'fixed',
  deadlineMs: 10_000,
};

/** A call as servers recorded it before rules, conversations and budgets: it lacks their fields. */
const old = {
  id: 'r1',
  variant: 'fixed',
  outcome: 'ok',
  servedBy: 'assigned',
  finishReason: 'stop',
  attempts: [{ outcome: 'ok', failure: null }],
} as unknown as RecordedCall;

const notesOf = (change: Partial<RecordedCall>) =>
  callNotes(flag, { ...old, ...change }).map(({ text }) => text);

describe('what is out of the ordinary about a call', () => {
  it('is nothing for an old record that lacks the newer fields', () => {
    expect(notesOf({})).toEqual([]);
  });

  it('says why an answer is not whole, and what the model did instead of answering', () => {
    expect(notesOf({ brokenBy: 'stalled', refusal: true, toolCalls: 2 })).toEqual([
      'Broke off: the answer stood still',
      'The model declined',
      'Asked for 2 tools',
    ]);
  });

  it('names the answering rule, the default, and a rule that has gone since', () => {
    const call = { variant: 'rules', responderRule: 'orders' };
    expect(notesOf(call)).toEqual(['By the rule “Orders”']);
    expect(notesOf({ ...call, responderRule: null })).toEqual(['By the default answer']);
    expect(notesOf({ ...call, responderRule: 'gone' })).toEqual(['By the rule “gone”']);
  });

  it('says what the budget did, once', () => {
    expect(notesOf({ budget: 'refuse' })).toEqual(['Day’s budget: spent, so it was refused']);
    expect(notesOf({ budget: 'fall-back', servedBy: 'cheaper' })).toEqual([]);
  });

  it('counts retries, not the tries that an open breaker kept back', () => {
    const attempt = { outcome: 'failed', failure: 'provider-error', try: 2 };
    const attempts = [attempt, { ...attempt, failure: 'breaker-open', try: 3 }] as RecordedCall['attempts'];
    expect(notesOf({ attempts })).toEqual(['1 retry']);
  });

  it('tells a kept conversation from a moved one', () => {
    const conversation = { id: 'c', turn: 3, pinned: true, move: null };
    expect(notesOf({ conversation })).toEqual(['Turn 3, kept on the conversation’s unit']);
    const move = { from: 'iu_1', to: 'iu_2', why: 'unit-gone' as const, at: '2026-01-01T00:00:00Z' };
    expect(notesOf({ conversation: { ...conversation, move } })).toEqual([
      'Conversation moved: the flag no longer has its unit',
    ]);
  });
});

describe('one try', () => {
  it('says how it ended and why', () => {
    expect(tryWords({ outcome: 'ok', failure: null })).toBe('answered');
    expect(tryWords({ outcome: 'failed', failure: 'timeout' })).toBe('did not answer: it took too long');
    expect(tryWords({ outcome: 'cancelled', failure: null })).toBe('was ended: the caller left');
  });

  it('never shows an unknown price as nothing', () => {
    const tokens = { input: 1, output: 1, cachedInput: 0, reasoning: 0 };
    expect(priceWords({ tokens, costUsd: null })).toBe('unknown price');
    expect(priceWords({ tokens, costUsd: 0 })).toBe('$0');
    expect(priceWords({ tokens: null, costUsd: null })).toBe('–');
  });
});
