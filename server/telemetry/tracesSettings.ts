import { z } from 'zod';

/** Where traces of calls go. */
export interface TraceSettings {
  /** The collector's address for traces, by OTLP over HTTP. */
  url: string;
  /** Sent with every request to the collector; they may hold secrets, and are never logged. */
  headers: Record<string, string>;
  serviceName: string;
  /** Part of the calls that are traced, from 0 to 1, where the caller's own trace does not say. */
  ratio: number;
}

const Address = z.url({ protocol: /^https?$/, error: 'an address that begins with http:// or https://' });

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const headerValue = /^[\t\x20-\x7e]*$/;

/** `NAME=VALUE` pairs between commas, values percent-encoded. The messages never repeat a value: it may be a secret. */
const Headers = z
  .string()
  .max(16_384)
  .transform((text, context) => {
    const headers: Record<string, string> = {};
    for (const [index, pair] of text.split(',').entries()) {
      if (pair.trim() === '') continue;
      const [name = '', ...rest] = pair.split('=');
      const value = decoded(rest.join('=').trim());
      if (rest.length > 0 && headerName.test(name.trim()) && value !== null && headerValue.test(value))
        headers[name.trim()] = value;
      else
        context.addIssue({
          code: 'custom',
          message: `entry ${index + 1} is not NAME=VALUE with a percent-encoded value`,
        });
    }
    return headers;
  });

/** The settings of traces, by the names that OpenTelemetry gives them. */
export const traceVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: Address.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: Address.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: Headers.optional(),
  OTEL_SERVICE_NAME: z.string().min(1).max(255).default('knowngood'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number('a number from 0 to 1')
    .min(0, 'a number from 0 to 1')
    .max(1, 'a number from 0 to 1')
    .default(1),
};

type Variables = z.output<z.ZodObject<typeof traceVariables>>;

/** Null where no collector is named: nothing is traced then, and the libraries for it are not even loaded. */
export function traceSettings(env: Variables): TraceSettings | null {
  const url = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? underBase(env.OTEL_EXPORTER_OTLP_ENDPOINT);
  if (url === null) return null;
  return {
    url,
    headers: env.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    serviceName: env.OTEL_SERVICE_NAME,
    ratio: env.OTEL_TRACES_SAMPLER_ARG,
  };
}

/** Traces have a path of their own under the address that all signals share. */
function underBase(base: string | undefined): string | null {
  if (base === undefined) return null;
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/traces`;
  return url.href;
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
