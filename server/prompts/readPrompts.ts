import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PromptVersion } from '../../shared/model/prompt.ts';
import { BadPromptFile, parsePromptFile } from './parsePromptFile.ts';
import { checkPrompt } from './renderPrompt.ts';

/**
 * Reads every `<name>/<version>.prompt` under the prompts folder. A missing folder has no prompts.
 * @throws BadPromptFile for the first file that cannot be used.
 */
export async function readPrompts(folder: string): Promise<PromptVersion[]> {
  const names = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const prompts: PromptVersion[] = [];
  for (const entry of names
    .filter((name) => name.isDirectory())
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const files = (await readdir(path.join(folder, entry.name)))
      .filter((file) => file.endsWith('.prompt'))
      .toSorted();
    for (const file of files) {
      const shown = `prompts/${entry.name}/${file}`;
      const text = await readFile(path.join(folder, entry.name, file), 'utf8');
      const prompt = parsePromptFile({
        path: shown,
        name: entry.name,
        version: file.replace(/\.prompt$/, ''),
        text,
      });
      try {
        checkPrompt(prompt);
      } catch (error) {
        throw new BadPromptFile(shown, error instanceof Error ? error.message : String(error));
      }
      prompts.push(prompt);
    }
  }
  return prompts;
}
