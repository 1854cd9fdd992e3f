import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import {
  type Context,
  createTraceState,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  ParentBasedSampler,
  type ReadableSpan,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import {
  attemptSpans,
  callSpan,
  evaluationOf,
  type PlannedSpan,
  type SpecificationOf,
  type Traced,
} from './tracesCall.ts';
import { parseTraceparent, type TraceHeaders } from './tracesParent.ts';
import type { TraceSettings } from './tracesSettings.ts';

/** Retries of one batch included, milliseconds. */
const exportMs = 4_000;
const mostConnections = 2;

/**
 * Makes spans of records and sends them as OTLP in JSON. Loaded only where traces are wanted. Nothing is registered
 * globally: other libraries would send spans of their own, with what people type when they sign in.
 */
export function createTraceSender(
  settings: TraceSettings,
  { version, specificationOf }: { version: string; specificationOf: SpecificationOf },
) {
  const ended: ReadableSpan[] = [];
  const provider = new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({ 'service.name': settings.serviceName, 'service.version': version }),
    ),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(settings.ratio) }),
    spanProcessors: [
      {
        onStart() {},
        onEnd: (span) => void ended.push(span),
        forceFlush: async () => {},
        shutdown: async () => {},
      },
    ],
  });
  const tracer = provider.getTracer('knowngood', version);
  const connections = { keepAlive: true, maxSockets: mostConnections };
  const agent = settings.url.startsWith('https:') ? new SecureAgent(connections) : new Agent(connections);
  const exporter = new OTLPTraceExporter({
    url: settings.url,
    headers: settings.headers,
    timeoutMillis: exportMs,
    concurrencyLimit: mostConnections,
    httpAgentOptions: () => agent,
  });

  const begin = (kind: SpanKind, planned: PlannedSpan, parent: Context): Span =>
    tracer.startSpan(planned.name, { kind, startTime: planned.startMs }, parent);
  const finish = (span: Span, { attributes, isError, endMs }: PlannedSpan) => {
    span.setAttributes(attributes);
    if (isError) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(endMs);
  };
  const make = ({ record, about }: Traced) => {
    const call = callSpan(record);
    const span = begin(SpanKind.SERVER, call, contextOf(about.parent));
    if (!span.isRecording()) return;
    span.addEvent('feature_flag.evaluation', evaluationOf(record), call.startMs);
    const within = trace.setSpan(ROOT_CONTEXT, span);
    for (const attempt of attemptSpans(record, about.operation, specificationOf))
      finish(begin(SpanKind.CLIENT, attempt, within), attempt);
    finish(span, call);
  };

  return {
    /** @throws what the collector, or the way to it, says against the batch. */
    async send(batch: readonly Traced[]): Promise<void> {
      ended.length = 0;
      for (const traced of batch) make(traced);
      const spans = ended.splice(0);
      if (spans.length === 0) return;
      await new Promise<void>((resolve, reject) => {
        exporter.export(spans, ({ code, error }) =>
          code === 0 ? resolve() : reject(error ?? new Error('not taken')),
        );
      });
    },
    abandon: () => agent.destroy(),
  };
}

/** The caller's span as the parent; without one that can be read, the call begins a trace of its own. */
function contextOf(headers: TraceHeaders | undefined): Context {
  const parent = headers ? parseTraceparent(headers.traceparent) : null;
  if (!parent) return ROOT_CONTEXT;
  const { traceId, spanId, isSampled } = parent;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote: true,
    ...(headers?.tracestate ? { traceState: createTraceState(headers.tracestate) } : {}),
  });
}
