import { promptKey } from '../../shared/model/prompt.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { type Snapshot, versionKey } from '../configuration/snapshot.ts';
import { newestFirst } from './findPrompt.ts';
import { promptUses } from './promptUses.ts';

export interface PromptListEntry {
  name: string;
  /** The newest version's. */
  description: string;
  path: string;
  versions: { version: string; registeredAt: string | null; units: number; flags: number }[];
}

/** Every prompt by name, with its versions, newest first. */
export async function listPrompts(
  configuration: Configuration,
  environment: string,
): Promise<PromptListEntry[]> {
  const snapshot = configuration.snapshot(environment);
  const times = await registrationTimes(configuration, snapshot);
  const byName = Map.groupBy(snapshot.prompts.values(), ({ name }) => name);
  return [...byName]
    .map(([name, prompts]) => {
      const sorted = newestFirst(prompts);
      return {
        name,
        description: sorted[0]?.description ?? '',
        path: sorted[0]?.path ?? '',
        versions: sorted.map((prompt) => {
          const uses = promptUses(snapshot, prompt);
          const flags = new Set(uses.flatMap((use) => use.flags.map(({ flag }) => flag)));
          return {
            version: prompt.version,
            registeredAt: times.get(promptKey(prompt)) ?? null,
            units: uses.length,
            flags: flags.size,
          };
        }),
      };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** When each prompt version was registered. */
async function registrationTimes(
  configuration: Configuration,
  snapshot: Snapshot,
): Promise<Map<string, string>> {
  const revisionOf = (key: string) => snapshot.versions.get(versionKey('prompt', key)) ?? 0;
  const keys = [...snapshot.prompts.keys()];
  const times = await configuration.store.configuration.revisionTimes(snapshot.environment, [
    ...new Set(keys.map(revisionOf)),
  ]);
  return new Map(
    keys.flatMap((key) => {
      const at = times.get(revisionOf(key));
      return at === undefined ? [] : [[key, at] as const];
    }),
  );
}
