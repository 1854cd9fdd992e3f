import { compareVersions, parseVersion } from '../../shared/evaluation/version.ts';
import { type PromptVersion, promptKey } from '../../shared/model/prompt.ts';
import type { Snapshot } from '../configuration/snapshot.ts';
import { KnowngoodError } from '../errors.ts';

/** The registered versions of a prompt, newest first. */
export const versionsOf = (snapshot: Snapshot, name: string): PromptVersion[] =>
  newestFirst([...snapshot.prompts.values()].filter((prompt) => prompt.name === name));

export function newestFirst(prompts: readonly PromptVersion[]): PromptVersion[] {
  return prompts.toSorted((a, b) => {
    const left = parseVersion(a.version);
    const right = parseVersion(b.version);
    return left && right ? compareVersions(right, left) : 0;
  });
}

/** @throws KnowngoodError NOT_FOUND */
export function findPrompt(snapshot: Snapshot, wanted: { name: string; version: string }): PromptVersion {
  const found = snapshot.prompts.get(promptKey(wanted));
  if (found) return found;
  const others = versionsOf(snapshot, wanted.name).map(({ version }) => version);
  throw new KnowngoodError(
    'NOT_FOUND',
    others.length > 0
      ? `There is no version ${wanted.version} of the prompt "${wanted.name}"; there are ${others.slice(0, 10).join(', ')}`
      : `There is no prompt "${wanted.name}". Register it with "knowngood prompts push"`,
  );
}
