import { describe, expect, it } from 'vitest';
import type { CallResponse } from '../../../../../shared/model/call.ts';
import type { StreamEvent } from '../../../../../shared/model/stream.ts';
import { after, asked } from './asking.ts';

const start: StreamEvent = {
  type: 'meta',
  requestId: 'r1',
  variant: 'concise',
  unit: 'iu_1',
  model: 'm',
  servedBy: 'assigned',
  fallbackReason: null,
  reason: 'SPLIT',
  revision: 3,
  simulated: true,
  conversation: null,
};

const answer: CallResponse = {
  ...start,
  output: 'Hello there',
  toolCalls: [],
  refusal: false,
  assignedVariant: 'concise',
  finishReason: 'stop',
  latencyMs: 12,
  tokens: null,
  costUsd: null,
  status: 'ok',
  brokenBy: null,
  usageSource: null,
};

const all = (...events: StreamEvent[]) => events.reduce(after, asked);

describe('an answer that comes bit by bit', () => {
  it('grows with each piece, and is whole at its end', () => {
    const half = all(start, { type: 'delta', text: 'Hello ' });
    expect(half).toMatchObject({ state: 'streaming', text: 'Hello ', answer: null });
    expect(half.start).not.toHaveProperty('type');
    const done = [{ type: 'delta', text: 'there' } as const, { type: 'done', answer } as const].reduce(
      after,
      half,
    );
    expect(done).toMatchObject({ state: 'done', text: 'Hello there', answer });
  });

  it('puts the pieces of tool calls together, several at once', () => {
    const { toolCalls } = all(
      start,
      { type: 'tool-calls', pieces: [{ index: 0, id: 'a', name: 'find', arguments: '' }] },
      { type: 'tool-calls', pieces: [{ index: 1, id: 'b', name: 'book', arguments: '{}' }] },
      { type: 'tool-calls', pieces: [{ index: 0, arguments: '{"q":' }] },
      { type: 'tool-calls', pieces: [{ index: 0, arguments: '1}' }] },
    );
    expect(toolCalls).toEqual([
      { id: 'a', name: 'find', arguments: '{"q":1}' },
      { id: 'b', name: 'book', arguments: '{}' },
    ]);
  });

  it('keeps what came of a broken one, and its reason', () => {
    const broken = all(
      start,
      { type: 'delta', text: 'Hel' },
      {
        type: 'error',
        reason: 'stalled',
        message: 'The answer broke off before it was whole',
        answer: { ...answer, output: '', status: 'incomplete', brokenBy: 'stalled' },
      },
    );
    expect(broken).toMatchObject({
      state: 'broken',
      text: 'Hel',
      message: 'The answer broke off before it was whole',
    });
  });
});
