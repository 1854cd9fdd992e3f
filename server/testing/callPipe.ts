import type { CallRequest, CallResponse } from '../../shared/model/call.ts';
import { CallRequest as CallRequestSchema } from '../../shared/model/call.ts';
import type { Flag } from '../../shared/model/flag.ts';
import type { Inference } from '../../shared/model/inference.ts';
import type { StreamStart, ToolCallPiece } from '../../shared/model/stream.ts';
import type { Unit, UnitSpecification } from '../../shared/model/unit.ts';
import { createBreakers } from '../calls/breaker.ts';
import { handleCall } from '../calls/handleCall.ts';
import { createLimiters } from '../calls/limiter.ts';
import type { Pipe } from '../calls/pipe.ts';
import { createRetries } from '../calls/retries.ts';
import { commit } from '../configuration/commit.ts';
import { makeUnit } from '../units/makeUnit.ts';
import type { TestServer } from './startTestServer.ts';

export const environment = 'production';
const author = { kind: 'system' as const, id: 't', name: 't' };

/** A model whose price the catalogue knows. */
const model = 'gpt-4o-2024-08-06';

/** A unit on a provider of the test's own, with the demo's prompt. */
export function unitOn(server: TestServer, provider: string, changes: Partial<UnitSpecification> = {}): Unit {
  const [prompt] = [...server.dependencies.configuration.snapshot(environment).prompts.values()];
  if (!prompt) throw new Error('The demo has no prompt');
  const { name, version, contentHash } = prompt;
  return makeUnit({ provider, model, prompt: { name, version, contentHash }, parameters: {}, ...changes });
}

type UnitVariant = Extract<Flag['variants'][number], { kind: 'unit' }>;

/** A flag that sends everybody to `candidate`; known good is `good`, or the candidate itself. */
export function flagOf(
  server: TestServer,
  key: string,
  units: { candidate: Unit; good?: Unit },
  changes: Partial<Flag> & { clocks?: Partial<UnitVariant> } = {},
): Flag {
  const demo = server.dependencies.configuration.snapshot(environment).flags.get('docs-answer');
  if (!demo) throw new Error('The demo flag is missing');
  const { clocks, ...rest } = changes;
  return {
    ...demo,
    key,
    variants: [
      { kind: 'unit', key: 'candidate', name: 'Candidate', unit: units.candidate.id, ...clocks },
      ...(units.good ? [{ kind: 'unit' as const, key: 'good', name: 'Good', unit: units.good.id }] : []),
      { kind: 'static', key: 'sorry', name: 'Sorry', text: 'It is not available right now.' },
    ],
    rules: [],
    targets: [],
    prerequisites: [],
    fallthrough: { kind: 'variant', variant: 'candidate' },
    offVariant: 'sorry',
    knownGood: units.good ? 'good' : 'candidate',
    fallback: 'sorry',
    deadlineMs: 2_000,
    ...rest,
  };
}

export const put = (server: TestServer, ...bodies: (Unit | Flag)[]) =>
  commit(server.dependencies.configuration, {
    environment,
    author,
    reason: 'test',
    changes: bodies.map((body) =>
      'specification' in body
        ? { kind: 'unit' as const, key: body.id, body }
        : { kind: 'flag' as const, key: body.key, body },
    ),
  });

/** A pipe over the server's configuration with breakers, budgets and queues that nobody else has used. */
export function freshPipe(server: TestServer, changes: Partial<Pipe>): { pipe: Pipe; records: Inference[] } {
  const records: Inference[] = [];
  const pipe: Pipe = {
    ...server.dependencies.pipe,
    breakers: createBreakers(() => performance.now()),
    limiters: createLimiters(),
    retries: createRetries(() => 0.5),
    record: (inference) => records.push(inference),
    ...changes,
  };
  return { pipe, records };
}

export interface Called {
  answer: CallResponse;
  seen: { text: string; starts: StreamStart[]; pieces: ToolCallPiece[] };
  /** Milliseconds. */
  took: number;
}

export async function callThrough(
  pipe: Pipe,
  request: Partial<CallRequest> & { flag: string },
  options: { stream?: boolean; callerLeft?: AbortSignal } = {},
): Promise<Called> {
  const seen: Called['seen'] = { text: '', starts: [], pieces: [] };
  const sink = options.stream
    ? {
        start: (start: StreamStart) => {
          seen.starts.push(start);
        },
        text: (text: string) => {
          seen.text += text;
        },
        toolCalls: (pieces: readonly ToolCallPiece[]) => {
          seen.pieces.push(...pieces);
        },
      }
    : null;
  const startedAt = performance.now();
  const answer = await handleCall(
    pipe,
    { environment, surface: 'trpc' },
    CallRequestSchema.parse({ input: 'What is a flag?', context: { targetingKey: 'u' }, ...request }),
    { callerLeft: options.callerLeft ?? new AbortController().signal, sink },
  );
  return { answer, seen, took: performance.now() - startedAt };
}

/** Waits, bounded, until something holds. */
export async function eventually(holds: () => boolean, boundMs = 2_000): Promise<void> {
  const until = Date.now() + boundMs;
  while (!holds()) {
    if (Date.now() > until) throw new Error(`It did not hold within ${boundMs} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
