import type { FallbackReason, FinishReason, ServedBy, Tokens } from '../../shared/model/call.ts';
import type { ServedFrom } from '../../shared/model/collection.ts';
import type { ToolCall } from '../../shared/model/content.ts';
import type { Attempt } from '../../shared/model/inference.ts';
import { respond } from '../../shared/responder/respond.ts';
import type { Message } from '../prompts/renderPrompt.ts';
import type { Pipe } from './pipe.ts';
import type { RouteStep } from './route.ts';
import { type ExecuteOptions, takeTurn, type UnitTurn } from './takeTurn.ts';

export interface Execution {
  outcome: 'ok' | 'incomplete' | 'failed' | 'cancelled';
  output: string;
  toolCalls: ToolCall[];
  refusal: boolean;
  servedBy: ServedBy;
  variant: string;
  unit: string | null;
  /** The model that answered, as the provider names it. */
  model: string | null;
  /** What the provider counted; null where it counted nothing. */
  tokens: Tokens | null;
  finishReason: FinishReason | null;
  simulated: boolean;
  priceSource: string | null;
  /** Why the assigned variant did not answer; null when it did, or began to. */
  fallbackReason: FallbackReason | null;
  /** Why an answer that had begun is not whole. */
  brokenBy: FallbackReason | null;
  /** The rule of a rule-based variant that answered. */
  responderRule: string | null;
  firstTokenMs: number | null;
  attempts: Attempt[];
  /** The index that the answering unit's passages came from; null where it has retrieved none. */
  retrieval: ServedFrom | null;
  /** What the answering unit was sent: kept for counting tokens, never recorded. Empty where nothing was sent. */
  messages: Message[];
}

type Served = Pick<Execution, 'servedBy' | 'variant' | 'fallbackReason' | 'attempts'>;

/** Walks the route until something answers. A fallback happens only while the caller has seen nothing. */
export async function execute(
  pipe: Pipe,
  options: ExecuteOptions,
  detourReason: FallbackReason | null = null,
): Promise<Execution> {
  const attempts: Attempt[] = [];
  let failure = detourReason;
  for (const [index, step] of options.steps.entries()) {
    const { servedBy, variant } = step;
    const served: Served = { servedBy, variant, fallbackReason: failure, attempts };
    if (step.kind === 'local' && options.request.answersLocally && index === 0)
      return { ...nothing, ...served, servedBy: 'local', outcome: 'ok', finishReason: 'stop' };
    if (step.kind === 'local') {
      failure ??= 'local-only';
      continue;
    }
    if (step.kind !== 'unit') return serveText(pipe, options, step, served);
    const turn = await takeTurn(pipe, options, step, index, failure);
    attempts.push(...turn.tries);
    if (turn.result.outcome !== 'failed') return ended(turn, served, step.unit.id, options.startedAt);
    failure ??= turn.result.failure;
  }
  const last = options.steps.at(-1);
  const { servedBy = 'assigned', variant = '' } = last ?? {};
  return { ...nothing, servedBy, variant, fallbackReason: failure, attempts, outcome: 'failed' };
}

const nothing = {
  output: '',
  toolCalls: [],
  refusal: false,
  unit: null,
  model: null,
  tokens: null,
  finishReason: null,
  simulated: false,
  priceSource: null,
  brokenBy: null,
  responderRule: null,
  firstTokenMs: null,
  retrieval: null,
  messages: [],
};

/** Answers without a model: a fixed text, or the rule that holds. */
function serveText(
  pipe: Pipe,
  { sink, request }: ExecuteOptions,
  step: Extract<RouteStep, { kind: 'static' | 'rules' }>,
  served: Served,
): Execution {
  const { text, rule } =
    step.kind === 'static'
      ? { text: step.text, rule: null }
      : respond(step.responder, {
          input: request.input ?? '',
          variables: request.variables,
          context: request.context,
          now: pipe.now().getTime(),
        });
  sink?.start({
    model: step.kind,
    variant: step.variant,
    unit: null,
    servedBy: served.servedBy,
    fallbackReason: served.fallbackReason,
    simulated: false,
  });
  // It fits the socket's buffer; a caller who does not read must not keep the call open.
  void sink?.text(text);
  return { ...nothing, ...served, outcome: 'ok', output: text, finishReason: 'stop', responderRule: rule };
}

function ended(
  { result, messages, simulated, priceSource, retrieval }: UnitTurn,
  served: Served,
  unit: string,
  startedAt: number,
): Execution {
  const { text, toolCalls, firstContentAt } = result;
  const base = {
    ...nothing,
    ...served,
    unit,
    messages: result.sent ? messages : [],
    retrieval,
    simulated,
    priceSource,
    output: text,
    toolCalls,
    firstTokenMs: firstContentAt === null ? null : firstContentAt - startedAt,
  };
  if (result.outcome === 'cancelled') return { ...base, outcome: 'cancelled' };
  if (result.outcome !== 'ok')
    return { ...base, outcome: result.outcome, brokenBy: result.failure, tokens: result.tokens };
  const { model, tokens, finishReason, refusal } = result.answer;
  return { ...base, outcome: 'ok', model, tokens, finishReason, refusal };
}
