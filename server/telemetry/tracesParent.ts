import type { IncomingHttpHeaders } from 'node:http';

/** A caller's own trace, as its headers say it; not read before somebody needs it. */
export interface TraceHeaders {
  traceparent: string;
  tracestate: string | undefined;
}

/** The span of the caller that a call belongs to. */
export interface ParentSpan {
  traceId: string;
  spanId: string;
  /** Whether the caller has this trace recorded. */
  isSampled: boolean;
}

const longestParent = 256;
/** A longer one is left away, as the specification allows. */
const longestState = 512;

/** What the headers say of the caller's trace; undefined where they say nothing that could be read. */
export function traceHeaders({ traceparent, tracestate }: IncomingHttpHeaders): TraceHeaders | undefined {
  if (typeof traceparent !== 'string' || traceparent.length > longestParent) return undefined;
  const isKept = typeof tracestate === 'string' && tracestate.length <= longestState;
  return { traceparent, tracestate: isKept ? tracestate : undefined };
}

/** Version, trace, parent and flags; a version after 00 may have more to say, which is ignored. */
const form = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Reads a `traceparent` header (W3C Trace Context); null when it is not one. */
export function parseTraceparent(header: string): ParentSpan | null {
  const [, version, traceId, spanId, flags = '', more] = form.exec(header.trim()) ?? [];
  if (traceId === undefined || spanId === undefined || (version === '00' && more !== undefined)) return null;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}
