import { promptKey } from '../../shared/model/prompt.ts';
import type { Author } from '../../shared/model/revision.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { KnowngoodError } from '../errors.ts';
import { firstDifference } from './diffPrompts.ts';
import { problemLine } from './problem.ts';
import type { PromptFolder } from './readPrompts.ts';
import { registerPrompts } from './registerPrompts.ts';

/**
 * Registers the new versions of a prompt repository in one commit, or none of them: a broken file or a version
 * whose content has changed stops all.
 * @throws KnowngoodError INVALID, CONFLICT with every reason.
 */
export async function pushPrompts(
  configuration: Configuration,
  request: { environment: string; author: Author; folder: PromptFolder },
): Promise<{ registered: string[]; known: number }> {
  const { environment, author, folder } = request;
  const errors = folder.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new KnowngoodError(
      'INVALID',
      `Nothing was registered: mend these first.\n${errors.map(problemLine).join('\n')}`,
    );
  const { prompts: known } = configuration.committed(environment);
  const clashes = folder.prompts.flatMap((prompt) => {
    const there = known.get(promptKey(prompt));
    return there && there.contentHash !== prompt.contentHash
      ? [`${prompt.path}: ${promptKey(prompt)} differs at ${firstDifference(there, prompt)}`]
      : [];
  });
  if (clashes.length > 0)
    throw new KnowngoodError(
      'CONFLICT',
      `Nothing was registered: a registered version never changes. Put the old text back, and save the new text under a higher version.\n${clashes.join('\n')}`,
    );
  const { registered } = await registerPrompts(configuration, {
    environment,
    author,
    prompts: folder.prompts,
  });
  return { registered, known: folder.prompts.length - registered.length };
}
