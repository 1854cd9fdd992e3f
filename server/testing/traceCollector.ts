import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Value = { stringValue?: string; intValue?: number | string; doubleValue?: number; boolValue?: boolean };
type Wire = { key: string; value: Value & { arrayValue?: { values: Value[] } } }[];
interface WireSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  traceState?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Wire;
  events: { name: string; attributes: Wire; timeUnixNano: string }[];
  status: { code?: number };
}
interface WireBody {
  resourceSpans: { resource: { attributes: Wire }; scopeSpans: { scope: object; spans: WireSpan[] }[] }[];
}

/** A span as it came over the wire; times are milliseconds since 1970. */
export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  traceState: string | undefined;
  name: string;
  /** 2 for server, 3 for client. */
  kind: number;
  startMs: number;
  endMs: number;
  attributes: Record<string, unknown>;
  events: { name: string; attributes: Record<string, unknown> }[];
  /** 2 for an error. */
  status: number;
  resource: Record<string, unknown>;
}

const plainValue = ({ stringValue, intValue, doubleValue, boolValue }: Value): unknown =>
  stringValue ?? (intValue === undefined ? (doubleValue ?? boolValue) : Number(intValue));
const plain = (attributes: Wire): Record<string, unknown> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.arrayValue?.values.map(plainValue) ?? plainValue(value)]),
  );

/** A real collector on a real socket that takes traces as OTLP over HTTP in JSON, or does what it is told instead. */
export async function startTraceCollector(
  answer: (response: ServerResponse) => void = (response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
) {
  const spans: CollectedSpan[] = [];
  const requests: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request
      .setEncoding('utf8')
      .on('data', (text: string) => {
        body += text;
      })
      .on('end', () => {
        requests.push({ path: request.url ?? '', headers: request.headers, body });
        spans.push(...spansIn(JSON.parse(body) as WireBody));
        answer(response);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    spans: (): readonly CollectedSpan[] => spans,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const spansIn = ({ resourceSpans }: WireBody): CollectedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap((scope) =>
      scope.spans.map((span) => ({
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId,
        traceState: span.traceState,
        name: span.name,
        kind: span.kind,
        startMs: Number(span.startTimeUnixNano) / 1e6,
        endMs: Number(span.endTimeUnixNano) / 1e6,
        attributes: plain(span.attributes),
        events: span.events.map(({ name, attributes }) => ({ name, attributes: plain(attributes) })),
        status: span.status.code ?? 0,
        resource: plain(resource.attributes),
      })),
    ),
  );
