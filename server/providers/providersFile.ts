import { parse } from 'yaml';
import { z } from 'zod';
import { Key } from '../../shared/model/key.ts';

const Common = {
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Sent with every request. */
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/), z.string().max(4_096)).default({}),
  /** What the upstream calls a model, where that is not the pinned name that units use. */
  models: z.record(z.string().min(1).max(200), z.string().min(1).max(200)).default({}),
};

const ProviderSettings = z.discriminatedUnion('wire', [
  z.strictObject({
    wire: z.literal('openai'),
    apiKey: z.string().min(1).nullable().default(null),
    ...Common,
  }),
  z.strictObject({ wire: z.literal('anthropic'), apiKey: z.string().min(1), ...Common }),
]);
export type ProviderSettings = z.infer<typeof ProviderSettings>;

const dollars = z.number().min(0).max(1e6);

const ProvidersFile = z.strictObject({
  providers: z.record(Key, ProviderSettings).default({}),
  prices: z
    .strictObject({
      /** Kept in each record that these prices made. */
      source: z.string().min(1).max(80),
      /** US dollars per million tokens, by "provider/model". */
      perMillion: z.record(
        z.string().regex(/^[^/]+\/.+$/, 'Name the provider and the model: "azure/gpt-4o-2024-08-06"'),
        z.strictObject({ input: dollars, cachedInput: dollars.exactOptional(), output: dollars }),
      ),
    })
    .nullable()
    .default(null),
});
export type ProvidersFile = z.infer<typeof ProvidersFile>;

export const noProviders: ProvidersFile = { providers: {}, prices: null };

/**
 * Reads the providers file: YAML, in which `${NAME}` stands for a variable of the environment, so that no key stands
 * in a file.
 * @throws Error in words, for the one who starts the server.
 */
export function readProvidersFile(
  text: string,
  variable: (name: string) => string | undefined,
): ProvidersFile {
  const missing = new Set<string>();
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value.replaceAll(/\$\{([A-Z][A-Z0-9_]*)\}/g, (_all, name: string) => {
        const found = variable(name);
        if (found === undefined || found === '') missing.add(name);
        return found ?? '';
      });
    if (Array.isArray(value)) return value.map(fill);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
  };
  const filled = fill(parsed(text) ?? {});
  if (missing.size > 0) throw new Error(`these variables are not set: ${[...missing].join(', ')}`);
  const read = ProvidersFile.safeParse(filled);
  if (read.success) return read.data;
  throw new Error(read.error.issues.map(inWords).join('; '));
}

/** The parser quotes the line that it cannot read, and a key may stand in it: only what is wrong, and where, goes on. */
function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const [first = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw new Error(`it is not YAML: ${first.replace(/:$/, '')}`);
  }
}

/** A key that does not fit says why in the issues of its own schema. */
function inWords(issue: z.core.$ZodIssue): string {
  const inner = issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined;
  return `${issue.path.join('.')}: ${inner ?? issue.message}`;
}
