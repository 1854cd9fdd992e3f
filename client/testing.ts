import type { Evaluation } from '../shared/evaluation/evaluation.ts';
import type { CallResponse } from '../shared/model/call.ts';
import type { EvaluationContext } from '../shared/model/context.ts';
import type { JsonValue } from '../shared/model/flag.ts';
import type { Client, GenerateRequest } from './client.ts';
import { createEmitter } from './emitter.ts';
import { valuesFrom } from './values.ts';

export interface FakeOptions {
  /** What each flag answers with. A flag that is not here does not exist. */
  flags?: Record<string, JsonValue>;
  /** What each call flag generates: the text of its output. */
  outputs?: Record<string, string>;
}

/** One question that the code under test has asked. */
export interface RecordedEvaluation {
  flag: string;
  context: EvaluationContext;
}

export interface FakeClient extends Client {
  /** Changes what a flag answers with, and tells listeners. */
  set(flag: string, value: JsonValue): void;
  /** Takes a flag away. */
  remove(flag: string): void;
  /** Every evaluation so far, oldest first. */
  readonly calls: readonly RecordedEvaluation[];
  /** Every `generate` and `stream` so far, oldest first. */
  readonly generated: readonly GenerateRequest[];
}

/** A client for tests of product code: the same interface, no server, no waiting, and a record of what was asked. */
export function createFakeClient({ flags = {}, outputs = {} }: FakeOptions = {}): FakeClient {
  const values = new Map(Object.entries(flags));
  const calls: RecordedEvaluation[] = [];
  const generated: GenerateRequest[] = [];
  const emitter = createEmitter();
  let revision = 1;
  const changed = (flag: string) => emitter.emit('change', { revision: ++revision, flags: [flag] });
  const evaluate: Client['evaluate'] = (flag, context = {}) => {
    calls.push({ flag, context });
    const value = values.get(flag);
    return value === undefined ? null : answering(value);
  };
  return {
    ...valuesFrom((key, context) => {
      const evaluation = evaluate(key, context);
      if (!evaluation) return 'FLAG_NOT_FOUND';
      return { flag: { key, kind: 'value', bucketBy: 'targetingKey' }, evaluation, revision };
    }),
    evaluate,
    async generate(request) {
      generated.push(request);
      const output = outputs[request.flag];
      if (output === undefined) throw new Error(`The fake has no output for the flag "${request.flag}"`);
      return generating(output, revision, generated.length);
    },
    async *stream(request) {
      generated.push(request);
      const output = outputs[request.flag];
      if (output === undefined) throw new Error(`The fake has no output for the flag "${request.flag}"`);
      const answer = generating(output, revision, generated.length);
      const { requestId, variant, unit, servedBy, fallbackReason, reason, simulated, conversation } = answer;
      const known = { requestId, variant, unit, servedBy, fallbackReason, reason, revision, simulated };
      yield { type: 'meta', ...known, conversation, model: 'fake' };
      for (const text of output.split(/(?<=\s)/)) yield { type: 'delta', text };
      yield { type: 'done', answer };
    },
    set(flag, value) {
      values.set(flag, value);
      changed(flag);
    },
    remove(flag) {
      values.delete(flag);
      changed(flag);
    },
    calls,
    generated,
    on: emitter.on,
    revision: () => revision,
    ready: async () => {},
    close: async () => {},
  };
}

const answering = (value: JsonValue): Evaluation => ({
  value,
  variant: typeof value === 'string' ? value : JSON.stringify(value),
  reason: 'STATIC',
  ruleId: null,
  segment: null,
  bucket: null,
  prerequisite: null,
  override: null,
  errorCode: null,
});

const generating = (output: string, revision: number, count: number): CallResponse => ({
  requestId: `fake-${count}`,
  output,
  toolCalls: [],
  refusal: false,
  model: null,
  unit: null,
  variant: 'fake',
  assignedVariant: 'fake',
  reason: 'STATIC',
  revision,
  servedBy: 'static',
  fallbackReason: null,
  finishReason: 'stop',
  latencyMs: 0,
  tokens: null,
  costUsd: null,
  status: 'ok',
  brokenBy: null,
  usageSource: null,
  conversation: null,
  simulated: true,
});
