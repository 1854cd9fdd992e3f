import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServiceKey } from '../../server/auth/serviceKeys.ts';
import { commit } from '../../server/configuration/commit.ts';
import { openConfiguration } from '../../server/configuration/configuration.ts';
import { readPrompts } from '../../server/prompts/readPrompts.ts';
import { registerPrompts } from '../../server/prompts/registerPrompts.ts';
import { openSqliteStore } from '../../server/store/sqlite/openStore.ts';
import { makeUnit } from '../../server/units/makeUnit.ts';
import type { Flag } from '../../shared/model/flag.ts';
import type { Segment } from '../../shared/model/segment.ts';

export const environment = 'production';
export const flagKey = 'bench';
const author = { kind: 'system' as const, id: 'bench', name: 'Benchmark' };
const model = 'bench-model-2026-01-01';

/** A data folder that the product starts from, and how to call it. */
export interface Gateway {
  dataDir: string;
  apiKey: string;
  /** What the server's process gets on top of the usual. */
  env: Record<string, string>;
  done(): Promise<void>;
}

const prompt = `---
description: The benchmark's prompt
variables:
  type: object
  properties:
    input: { type: string }
  required: [input]
---
@system
You answer in one sentence, in the words of the question.
@history
@user
{{ input }}
`;

/**
 * Everything that is on in production: a key, a flag with targets, rules with segments and a split, a prompt to
 * render, records and metrics, and an upstream behind the providers file.
 */
export async function prepareGateway(upstreamUrl: string, port: number): Promise<Gateway> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'knowngood-bench-'));
  const promptsDir = path.join(dataDir, 'prompts');
  const providersFile = path.join(dataDir, 'providers.yaml');
  await writeFile(
    providersFile,
    `providers:\n  bench: { wire: openai, baseUrl: '${upstreamUrl}', apiKey: none }\nprices:\n  source: benchmark\n  perMillion: { bench/${model}: { input: 1, output: 2 } }\n`,
  );
  await mkdir(path.join(promptsDir, 'bench'), { recursive: true });
  await writeFile(path.join(promptsDir, 'bench', '1.0.0.prompt'), prompt);
  const store = openSqliteStore(path.join(dataDir, 'knowngood.db'));
  const now = () => new Date();
  try {
    await store.environments.create({ key: environment, name: 'Production', createdAt: now().toISOString() });
    const configuration = await openConfiguration(store, now);
    const { prompts } = await readPrompts(promptsDir);
    await registerPrompts(configuration, { environment, author, prompts });
    const [registered] = [...configuration.snapshot(environment).prompts.values()];
    if (!registered) throw new Error('The benchmark has no prompt');
    const { name, version, contentHash } = registered;
    const unit = (maxOutputTokens: number) =>
      makeUnit({
        provider: 'bench',
        model,
        prompt: { name, version, contentHash },
        parameters: { temperature: 0, maxOutputTokens },
      });
    const [good, candidate] = [unit(200), unit(400)];
    if (!good || !candidate) throw new Error('The benchmark has no unit');
    await commit(configuration, {
      environment,
      author,
      reason: 'Benchmark',
      changes: [
        ...[good, candidate].map((body) => ({ kind: 'unit' as const, key: body.id, body })),
        ...segments.map((body) => ({ kind: 'segment' as const, key: body.key, body })),
        { kind: 'flag', key: flagKey, body: flagOf(good.id, candidate.id) },
      ],
    });
    const apiKey = await createServiceKey(store.keys, {
      id: randomUUID(),
      environment,
      name: 'Benchmark',
      scopes: ['call'],
      now: now(),
    });
    return {
      dataDir,
      apiKey,
      env: {
        DATA_DIR: dataDir,
        PROMPTS_DIR: promptsDir,
        PROVIDERS_FILE: providersFile,
        PORT: String(port),
        DEMO: 'false',
        LOG_LEVEL: 'error',
        NODE_ENV: 'production',
        KEY_RATE_PER_MINUTE: '100000000',
      },
      done: () => rm(dataDir, { recursive: true, force: true }),
    };
  } finally {
    await store.close();
  }
}

const segments: Segment[] = [
  {
    key: 'beta',
    name: 'Beta users',
    description: '',
    conditions: [{ operator: 'in', attribute: 'beta', values: [true] }],
  },
  {
    key: 'europe',
    name: 'Europe',
    description: '',
    conditions: [{ operator: 'in', attribute: 'region', values: ['eu-west', 'eu-north', 'eu-south'] }],
  },
];

const flagOf = (good: string, candidate: string): Flag => ({
  key: flagKey,
  name: 'Benchmark',
  description: '',
  kind: 'call',
  tags: [],
  owner: '',
  on: true,
  public: false,
  prerequisites: [],
  salt: 'bench',
  hash: 'murmur3-v1',
  bucketBy: 'targetingKey',
  variants: [
    { kind: 'unit', key: 'good', name: 'Good', unit: good },
    { kind: 'unit', key: 'candidate', name: 'Candidate', unit: candidate },
    { kind: 'static', key: 'sorry', name: 'Sorry', text: 'Not available.' },
  ],
  targets: [{ variant: 'candidate', targetingKeys: ['ada', 'grace', 'edsger'] }],
  rules: [
    {
      id: 'beta',
      name: 'Beta users',
      match: { kind: 'segment', segment: 'beta' },
      serve: { kind: 'variant', variant: 'candidate' },
    },
    {
      id: 'europe',
      name: 'Europe',
      match: { kind: 'segment', segment: 'europe' },
      serve: { kind: 'variant', variant: 'good' },
    },
  ],
  fallthrough: {
    kind: 'split',
    split: {
      origin: 0,
      ranges: [
        { start: 0, end: 50_000, variant: 'candidate' },
        { start: 50_000, end: 100_000, variant: 'good' },
      ],
    },
  },
  offVariant: 'sorry',
  knownGood: 'good',
  fallback: 'sorry',
  deadlineMs: 30_000,
});
