import type { FallbackReason, FinishReason, ServedBy } from '../../shared/model/call.ts';
import type { Attempt } from '../../shared/model/inference.ts';
import type { Message } from '../prompts/renderPrompt.ts';
import type { ProviderAnswer } from '../providers/provider.ts';
import type { Pipe } from './pipe.ts';
import type { StaticStep } from './route.ts';
import { type ExecuteOptions, tryUnit, type UnitTurn } from './tryUnit.ts';

export interface Execution {
  outcome: 'ok' | 'incomplete' | 'failed' | 'cancelled';
  output: string;
  servedBy: ServedBy;
  variant: string;
  unit: string | null;
  answer: Pick<ProviderAnswer, 'model' | 'tokens'> | null;
  finishReason: FinishReason | null;
  simulated: boolean;
  priceSource: string | null;
  /** Why the assigned variant did not answer; null when it did, or began to. */
  fallbackReason: FallbackReason | null;
  firstTokenMs: number | null;
  attempts: Attempt[];
  /** What the answering unit was sent: kept for counting tokens, never recorded. */
  messages: Message[];
}

type Served = Pick<Execution, 'servedBy' | 'variant' | 'fallbackReason' | 'attempts'>;

/** Walks the route until something answers. A fallback happens only while the caller has seen nothing. */
export async function execute(pipe: Pipe, options: ExecuteOptions): Promise<Execution> {
  const attempts: Attempt[] = [];
  let failure: FallbackReason | null = null;
  for (const [index, step] of options.steps.entries()) {
    const served: Served = {
      servedBy: step.servedBy,
      variant: step.variant,
      fallbackReason: failure,
      attempts,
    };
    if (step.kind === 'static') return serveStatic(options, step, served);
    const turn: UnitTurn = await tryUnit(pipe, options, step, index, failure);
    attempts.push(turn.made);
    if (turn.result.outcome !== 'failed') return ended(turn, served, step.unit.id, options.startedAt);
    failure ??= turn.result.failure;
  }
  const last = options.steps.at(-1);
  return {
    ...nothing,
    servedBy: last?.servedBy ?? 'assigned',
    variant: last?.variant ?? '',
    fallbackReason: failure,
    attempts,
    outcome: 'failed',
  };
}

const nothing = {
  output: '',
  unit: null,
  answer: null,
  finishReason: null,
  simulated: false,
  priceSource: null,
  firstTokenMs: null,
  messages: [],
};

async function serveStatic(
  { sink }: ExecuteOptions,
  { text, variant }: StaticStep,
  served: Served,
): Promise<Execution> {
  sink?.start({
    model: 'static',
    variant,
    unit: null,
    servedBy: served.servedBy,
    fallbackReason: served.fallbackReason,
    simulated: false,
  });
  await sink?.text(text);
  return { ...nothing, ...served, outcome: 'ok', output: text, finishReason: 'stop' };
}

function ended(
  { result, messages, simulated, priceSource }: UnitTurn,
  served: Served,
  unit: string,
  startedAt: number,
): Execution {
  const firstTokenMs = result.firstTextAt === null ? null : result.firstTextAt - startedAt;
  const base = { ...nothing, ...served, unit, messages, simulated, firstTokenMs };
  if (result.outcome !== 'ok') return { ...base, outcome: result.outcome, output: result.text };
  const { text, model, tokens, finishReason } = result.answer;
  return { ...base, outcome: 'ok', output: text, answer: { model, tokens }, finishReason, priceSource };
}
