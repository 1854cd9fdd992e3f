import { type PromptVersion, promptKey } from '../../shared/model/prompt.ts';
import type { Author } from '../../shared/model/revision.ts';
import { commit } from '../configuration/commit.ts';
import type { Configuration } from '../configuration/configuration.ts';

/** Prompt files whose version is registered with other content: the registered content stays in force. */
export interface PromptClash {
  prompt: string;
  path: string;
}

/** Registers the versions that an environment does not have yet, as one commit. */
export async function registerPrompts(
  configuration: Configuration,
  request: { environment: string; author: Author; prompts: readonly PromptVersion[] },
): Promise<{ registered: string[]; clashes: PromptClash[] }> {
  const { prompts: known } = configuration.snapshot(request.environment);
  const fresh = request.prompts.filter((prompt) => !known.has(promptKey(prompt)));
  const clashes = request.prompts
    .filter(
      (prompt) => (known.get(promptKey(prompt))?.contentHash ?? prompt.contentHash) !== prompt.contentHash,
    )
    .map((prompt) => ({ prompt: promptKey(prompt), path: prompt.path }));
  if (fresh.length > 0) {
    await commit(configuration, {
      environment: request.environment,
      author: request.author,
      reason: `Registered ${fresh.map(promptKey).join(', ')} from the prompt repository`,
      changes: fresh.map((prompt) => ({ kind: 'prompt', key: promptKey(prompt), body: prompt })),
    });
  }
  return { registered: fresh.map(promptKey), clashes };
}
