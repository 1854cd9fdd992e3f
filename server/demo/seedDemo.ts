import type { PromptVersion } from '../../shared/model/prompt.ts';
import type { Author } from '../../shared/model/revision.ts';
import type { Unit } from '../../shared/model/unit.ts';
import { createServiceKey } from '../auth/serviceKeys.ts';
import { commit } from '../configuration/commit.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { makeUnit } from '../units/makeUnit.ts';
import { demoFlag, demoSegment } from './flag.ts';

const seeded = 'demo seeded';

/** The provider of the demo's units and its two pinned models: a real one where a key is set, else the simulator. */
export interface DemoModels {
  provider: string;
  concise: string;
  thorough: string;
}

export const simulatorModels: DemoModels = {
  provider: 'simulator',
  concise: 'sim-concise-2026-06-01',
  thorough: 'sim-thorough-2026-09-15',
};
export const openAiModels: DemoModels = {
  provider: 'openai',
  concise: 'gpt-4.1-nano-2025-04-14',
  thorough: 'gpt-4.1-mini-2025-04-14',
};

/**
 * Seeds the demo once per database: two units, a segment, a call flag and an API key.
 * Answers the key, which is stored nowhere in clear, or null where the demo was seeded before.
 */
export async function seedDemo(
  configuration: Configuration,
  request: { environment: string; author: Author; models: DemoModels; newId(): string },
): Promise<string | null> {
  const { environment, author, models } = request;
  const { store } = configuration;
  if ((await store.facts.get(seeded)) !== null) return null;
  const { prompts } = configuration.snapshot(environment);
  const concise = demoUnit(models.provider, models.concise, prompts.get('docs-answer@1.0.0'), 160);
  const thorough = demoUnit(models.provider, models.thorough, prompts.get('docs-answer@1.1.0'), 400);
  if (!concise || !thorough) return null;
  await commit(configuration, {
    environment,
    author,
    reason: 'Registered the two inference units of the demo',
    changes: [concise, thorough].map((unit) => ({ kind: 'unit', key: unit.id, body: unit })),
  });
  const flag = demoFlag({ concise: concise.id, thorough: thorough.id });
  await commit(configuration, {
    environment,
    author,
    reason: 'Set up the support assistant of the demo',
    changes: [
      { kind: 'segment', key: demoSegment.key, body: demoSegment },
      { kind: 'flag', key: flag.key, body: flag },
    ],
  });
  const key = await createServiceKey(store.keys, {
    id: request.newId(),
    environment,
    name: 'Demo',
    scopes: ['call', 'evaluate'],
    now: configuration.now(),
  });
  await store.facts.set(seeded, configuration.now().toISOString());
  return key;
}

function demoUnit(
  provider: string,
  model: string,
  prompt: PromptVersion | undefined,
  maxOutputTokens: number,
): Unit | null {
  if (!prompt) return null;
  const { name, version, contentHash } = prompt;
  return makeUnit({
    provider,
    model,
    prompt: { name, version, contentHash },
    parameters: { temperature: 0, maxOutputTokens },
    retrieval: { collection: 'docs', k: 4, variable: 'passages' },
  });
}
