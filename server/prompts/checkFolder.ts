import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { KnowngoodError } from '../errors.ts';
import { changedSince } from './changedSince.ts';
import { type PromptFolder, readPrompts } from './readPrompts.ts';

/**
 * Everything there is to say about a prompt repository, with no server and no data folder. `since` names a
 * git reference whose versions must not have changed.
 * @throws KnowngoodError NOT_FOUND, INVALID
 */
export async function checkFolder(folder: string, since: string | undefined): Promise<PromptFolder> {
  const there = await stat(folder).catch(() => null);
  if (!there?.isDirectory())
    throw new KnowngoodError('NOT_FOUND', `There is no folder ${folder}: name the folder of the prompts.`);
  const read = await readPrompts(folder);
  const changed =
    since === undefined
      ? []
      : await changedSince(folder, since, (file) =>
          readFile(path.join(folder, file), 'utf8').catch(() => null),
        );
  const byPlace = [...read.problems, ...changed].toSorted((a, b) =>
    a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1,
  );
  return { prompts: read.prompts, problems: byPlace };
}
