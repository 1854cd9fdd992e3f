import type { Attempt, Inference } from '../../shared/model/inference.ts';
import type { UnitSpecification } from '../../shared/model/unit.ts';
import type { TraceHeaders } from './tracesParent.ts';

/** What a trace says of a call and its record does not. */
export interface TraceOf {
  operation: 'chat' | 'embeddings';
  /** The caller's own trace. */
  parent: TraceHeaders | undefined;
}

/** A call that waits to become spans. */
export interface Traced {
  record: Inference;
  about: TraceOf;
}

/** A unit's specification, by the unit's id. */
export type SpecificationOf = (environment: string, unit: string) => UnitSpecification | undefined;

export type Attributes = Record<string, string | number | boolean | string[]>;

/** A span before it is one. Times are milliseconds since 1970. */
export interface PlannedSpan {
  name: string;
  startMs: number;
  endMs: number;
  attributes: Attributes;
  /** It ended badly. */
  isError: boolean;
}

/** How OpenTelemetry spells the ends of answers. */
const finishReasons = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_call',
  'content-filter': 'content_filter',
} as const;

/** The evaluation of the flag, as the span of the call and its event `feature_flag.evaluation` have it. */
export const evaluationOf = (record: Inference): Attributes => ({
  'feature_flag.key': record.flag,
  'feature_flag.result.variant': record.assignedVariant,
  'feature_flag.result.reason': record.reason.toLowerCase(),
  'feature_flag.provider.name': 'knowngood',
  'feature_flag.set.id': record.environment,
  'feature_flag.version': String(record.revision),
});

/** The span of a whole call. What the caller must mend, and a caller who left, are no errors of the call. */
export function callSpan(record: Inference): PlannedSpan {
  const startMs = Date.parse(record.at);
  const isError = record.outcome === 'failed' || record.outcome === 'incomplete';
  const failure = record.brokenBy ?? record.fallbackReason ?? '_OTHER';
  return {
    name: `call ${record.flag}`,
    startMs,
    endMs: startMs + record.latencyMs,
    isError,
    attributes: known({
      ...evaluationOf(record),
      'gen_ai.conversation.id': record.conversation?.id,
      'error.type': isError ? failure : record.outcome === 'rejected' ? 'rejected' : null,
      'knowngood.environment': record.environment,
      'knowngood.revision': record.revision,
      'knowngood.request_id': record.id,
      'knowngood.surface': record.surface,
      'knowngood.outcome': record.outcome,
      'knowngood.served_by': record.servedBy,
      'knowngood.variant': record.variant,
      'knowngood.unit': record.unit,
      'knowngood.fallback_reason': record.fallbackReason,
      'knowngood.collection': record.retrieval?.collection,
      'knowngood.index_version': record.retrieval?.indexVersion,
      'knowngood.simulated': record.simulated,
      'knowngood.cost_usd': record.costUsd,
    }),
  };
}

/** The spans of a call's attempts, first to last. The provider's own words stay out: they may repeat a prompt. */
export const attemptSpans = (
  record: Inference,
  operation: TraceOf['operation'],
  specificationOf: SpecificationOf,
): PlannedSpan[] =>
  record.attempts.map((attempt, index) => {
    const call = callSpan(record);
    const startMs = Math.min(call.startMs + attempt.startedMs, call.endMs);
    const specification = specificationOf(record.environment, attempt.unit);
    const model = specification?.model ?? attempt.model;
    const isError = attempt.outcome === 'failed' || attempt.outcome === 'incomplete';
    return {
      name: `${operation} ${model}`,
      startMs,
      // An attempt's milliseconds are whole ones, and must not seem to outlast the call.
      endMs: Math.min(startMs + attempt.durationMs, call.endMs),
      isError,
      attributes: known({
        'gen_ai.operation.name': operation,
        'gen_ai.provider.name': attempt.provider,
        'gen_ai.request.model': model,
        'gen_ai.request.stream': record.streamed || null,
        'gen_ai.conversation.id': record.conversation?.id,
        'gen_ai.prompt.name': specification?.prompt.name,
        'knowngood.prompt.version': specification?.prompt.version,
        ...usageOf(attempt, operation),
        ...(index === record.attempts.length - 1 ? answerOf(record, attempt, operation) : {}),
        'error.type': isError ? (attempt.failure ?? '_OTHER') : null,
        'knowngood.unit': attempt.unit,
        'knowngood.try': attempt.try,
        'knowngood.cost_usd': attempt.costUsd,
      }),
    };
  });

/** Parts of a count that are 0 are left out: many providers do not report them at all. */
const usageOf = ({ tokens }: Attempt, operation: TraceOf['operation']): Loose => ({
  'gen_ai.usage.input_tokens': tokens?.input,
  'gen_ai.usage.output_tokens': operation === 'chat' ? tokens?.output : null,
  'gen_ai.usage.cache_read.input_tokens': tokens?.cachedInput || null,
  'gen_ai.usage.reasoning.output_tokens': tokens?.reasoning || null,
});

/** What is known of the attempt that ended the call. */
const answerOf = (record: Inference, attempt: Attempt, operation: TraceOf['operation']): Loose => ({
  'gen_ai.response.model': attempt.outcome === 'ok' ? record.model : null,
  'gen_ai.response.finish_reasons':
    attempt.outcome === 'ok' && operation === 'chat' && record.finishReason
      ? [finishReasons[record.finishReason]]
      : null,
  'gen_ai.response.time_to_first_chunk':
    record.streamed && record.firstTokenMs !== null
      ? Math.max(0, record.firstTokenMs - attempt.startedMs) / 1000
      : null,
});

type Loose = Record<string, Attributes[string] | null | undefined>;

const known = (attributes: Loose): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, Attributes[string]] => entry[1] != null),
  );
