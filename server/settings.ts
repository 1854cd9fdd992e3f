import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { noProviders, type ProvidersFile, readProvidersFile } from './providers/providersFile.ts';
import { type TraceSettings, traceSettings, traceVariables } from './telemetry/tracesSettings.ts';

/** Requests a minute that a key may send where nobody has set another number. */
const usualRatePerMinute = 600_000;

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4600),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  PROMPTS_DIR: z.string().min(1).default('./prompts'),
  PUBLIC_URL: z.url().optional(),
  SESSION_SECRET: z.string().min(32, 'at least 32 characters').optional(),
  ADMIN_EMAIL: z.email().default('admin@knowngood.local'),
  DEMO: flag.default(true),
  METRICS_PUBLIC: flag.default(false),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OPENAI_BASE_URL: z.url().optional(),
  ANTHROPIC_API_KEY: z.string().min(1).optional(),
  PROVIDERS_FILE: z.string().min(1).optional(),
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  KNOWNGOOD_API_KEY: z.string().min(1).optional(),
  KEY_RATE_PER_MINUTE: z.coerce.number().int().min(1).max(100_000_000).default(usualRatePerMinute),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  INDEX_MEMORY_MB: z.coerce.number().int().min(1).max(1_000_000).default(1_024),
  INFERENCE_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
  ...traceVariables,
});

/** The name of every setting; docs/operating.md describes each. */
export const settingNames: readonly string[] = Object.keys(Environment.shape);

/** The identity provider that people may sign in through. */
export interface Oidc {
  /** Its discovery document is at `<issuer>/.well-known/openid-configuration`. */
  issuer: string;
  clientId: string;
  clientSecret: string;
}

export interface Settings {
  port: number;
  host: string;
  dataDir: string;
  promptsDir: string;
  /** The address that people and clients use. */
  publicUrl: string;
  sessionSecret: string | null;
  adminEmail: string;
  demo: boolean;
  metricsPublic: boolean;
  logLevel: string;
  openai: { apiKey: string; baseUrl: string | null } | null;
  anthropicApiKey: string | null;
  /** More providers, and prices of one's own. */
  providersFile: ProvidersFile;
  simulatorPort: number;
  inferenceDays: number;
  /** Most that the vectors of one index, and all that are searched at a time, may take of memory, in MiB. */
  indexMemoryMb: number;
  /** Requests a minute that a key may send where nobody has set another number for it. */
  keyRatePerMinute: number;
  /** Reverse proxies in front of the server. */
  trustedProxies: number;
  /** The identity provider that people may sign in through. */
  oidc: Oidc | null;
  /** Where traces of calls go; null for none. */
  traces: TraceSettings | null;
  /** The key that the traffic of the demo is sent with; the server itself needs none. */
  apiKey: string | null;
}

/** Thrown for settings that cannot be used; the message names each one. */
export class BadSettings extends Error {}

/**
 * Reads the settings. This file is the only reader of the process environment.
 * @throws BadSettings
 */
export function readSettings(source: NodeJS.ProcessEnv = process.env): Settings {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new BadSettings(`These settings cannot be used:\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  const shownHost = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(env.HOST) ? 'localhost' : env.HOST;
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: path.resolve(env.DATA_DIR),
    promptsDir: path.resolve(env.PROMPTS_DIR),
    publicUrl: env.PUBLIC_URL?.replace(/\/$/, '') ?? `http://${shownHost}:${env.PORT}`,
    sessionSecret: env.SESSION_SECRET ?? null,
    adminEmail: env.ADMIN_EMAIL,
    demo: env.DEMO,
    metricsPublic: env.METRICS_PUBLIC,
    logLevel: env.LOG_LEVEL,
    openai: env.OPENAI_API_KEY ? { apiKey: env.OPENAI_API_KEY, baseUrl: env.OPENAI_BASE_URL ?? null } : null,
    anthropicApiKey: env.ANTHROPIC_API_KEY ?? null,
    providersFile: providersOf(env.PROVIDERS_FILE, source),
    simulatorPort: env.SIMULATOR_PORT,
    inferenceDays: env.INFERENCE_DAYS,
    indexMemoryMb: env.INDEX_MEMORY_MB,
    keyRatePerMinute: env.KEY_RATE_PER_MINUTE,
    trustedProxies: env.TRUSTED_PROXIES,
    oidc: readOidc(env),
    traces: traceSettings(env),
    apiKey: env.KNOWNGOOD_API_KEY ?? null,
  };
}

function providersOf(file: string | undefined, source: NodeJS.ProcessEnv): ProvidersFile {
  if (file === undefined) return noProviders;
  try {
    return readProvidersFile(readFileSync(file, 'utf8'), (name) => source[name]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadSettings(`These settings cannot be used:\n  PROVIDERS_FILE ${file}: ${why}`);
  }
}

/** All three settings or none: half an identity provider is a mistake. */
function readOidc(env: z.output<typeof Environment>): Oidc | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (issuer && clientId && clientSecret) return { issuer, clientId, clientSecret };
  if (!issuer && !clientId && !clientSecret) return null;
  throw new BadSettings(
    'These settings cannot be used:\n  OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together: set all three, or none',
  );
}
