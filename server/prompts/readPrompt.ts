import { promptKey } from '../../shared/model/prompt.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { describeVariables } from './describeVariables.ts';
import { findPrompt, versionsOf } from './findPrompt.ts';
import { promptUses } from './promptUses.ts';

/** One version of a prompt with all that a page shows of it; the newest where no version is named. */
export async function readPrompt(
  configuration: Configuration,
  request: { environment: string; name: string; version?: string },
) {
  const { environment, name } = request;
  const snapshot = configuration.snapshot(environment);
  const versions = versionsOf(snapshot, name).map(({ version }) => version);
  const prompt = findPrompt(snapshot, { name, version: request.version ?? versions[0] ?? '0.0.0' });
  const [registered] = await configuration.store.configuration.revisions({
    environment,
    limit: 1,
    resource: { kind: 'prompt', key: promptKey(prompt) },
  });
  return {
    name,
    version: prompt.version,
    versions,
    description: prompt.description,
    path: prompt.path,
    contentHash: prompt.contentHash,
    sections: prompt.sections,
    variables: describeVariables(prompt),
    hasSamples: prompt.samples !== undefined,
    takesHistory: prompt.sections.some(({ role }) => role === 'history'),
    usedBy: promptUses(snapshot, prompt),
    registered: registered
      ? { at: registered.at, by: registered.author.name, revision: registered.number }
      : null,
  };
}
