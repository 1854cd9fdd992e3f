import { MantineProvider } from '@mantine/core';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallResponse } from '../../../../../shared/model/call.ts';
import type { FlagData } from '../../../trpc.ts';
import { blank } from '../editor/saving/blank.fixture.ts';
import { AnswerPanel } from './AnswerPanel.tsx';
import { type Asking, asked } from './asking.ts';

const data: FlagData = {
  flag: {
    ...blank,
    kind: 'call',
    variants: [
      { kind: 'unit', key: 'a', name: 'Concise', unit: 'iu_00000000000000000001' },
      { kind: 'static', key: 'b', name: 'Fixed', text: 'Sorry' },
    ],
  },
  version: 1,
  override: null,
  environmentOverride: null,
  units: [],
  allUnits: [{ id: 'iu_00000000000000000001', label: 'A small model', simulated: false }],
  flagKeys: [],
  schedules: [],
  segments: [],
  revision: 1,
};

const answer: CallResponse = {
  requestId: 'r1',
  output: 'Half an ans',
  toolCalls: [],
  refusal: false,
  model: 'small-1',
  unit: 'iu_00000000000000000001',
  variant: 'a',
  assignedVariant: 'a',
  reason: 'SPLIT',
  revision: 1,
  servedBy: 'assigned',
  fallbackReason: null,
  finishReason: null,
  latencyMs: 900,
  tokens: { input: 10, output: 3, cachedInput: 0, reasoning: 0 },
  costUsd: null,
  status: 'incomplete',
  brokenBy: 'stalled',
  usageSource: 'estimated',
  conversation: null,
  simulated: false,
};

let root: Root;
const shown = async (asking: Asking): Promise<string> => {
  await act(async () =>
    root.render(
      <MantineProvider>
        <AnswerPanel data={data} asking={asking} />
      </MantineProvider>,
    ),
  );
  return document.body.textContent ?? '';
};

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  root = createRoot(document.body.appendChild(document.createElement('div')));
});

afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
});

describe('the answer of a question that was tried', () => {
  it('says in words why it is not whole, keeps what came, and does not price what it cannot', async () => {
    const text = await shown({
      ...asked,
      state: 'broken',
      text: answer.output,
      answer,
      message: 'The answer broke off before it was whole',
    });
    expect(text).toContain('The answer broke off before it was whole: the answer stood still.');
    expect(text).toContain('Half an ans');
    expect(text).toContain('A small model');
    expect(text).toContain('unknown price');
  });

  it('shows the tools that the model asks for, with the text of their arguments', async () => {
    const toolCalls = [{ id: 't', name: 'find_order', arguments: '{"number":7}' }];
    const done: CallResponse = { ...answer, status: 'ok', brokenBy: null, output: '', toolCalls };
    const text = await shown({ ...asked, state: 'done', text: '', toolCalls, answer: done });
    expect(text).toContain('It asks for the tool find_order');
    expect(text).toContain('{"number":7}');
    expect(text).not.toContain('not a whole answer');
  });

  it('says of a conversation that it was moved, from where, to where and why', async () => {
    const move = {
      from: 'iu_00000000000000000001',
      to: 'b',
      why: 'override' as const,
      at: '2026-01-01T00:00:00Z',
    };
    const moved: CallResponse = { ...answer, conversation: { id: 'c', turn: 2, pinned: false, move } };
    const text = await shown({ ...asked, state: 'done', text: 'Hello', answer: moved });
    expect(text).toContain('moved from A small model to Fixed: an override was in force');
  });
});
