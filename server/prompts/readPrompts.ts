import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PromptVersion } from '../../shared/model/prompt.ts';
import { checkPrompt } from './checkPrompt.ts';
import { type PromptProblem, problemsOf } from './problem.ts';
import { readPromptFile } from './readPromptFile.ts';

export interface PromptFolder {
  /** Those that can be used. */
  prompts: PromptVersion[];
  /** Everything that is wrong or odd, by file and line. */
  problems: PromptProblem[];
}

/** Reads every `<name>/<version>.prompt` under the prompts folder. A missing folder has no prompts. */
export async function readPrompts(folder: string): Promise<PromptFolder> {
  const read: PromptFolder = { prompts: [], problems: [] };
  for (const entry of await entriesOf(folder)) {
    if (entry.isFile() && entry.name.endsWith('.prompt'))
      read.problems.push(
        ...misplaced(`prompts/${entry.name}`, 'A prompt file stands in a folder of its name'),
      );
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    for (const file of await entriesOf(path.join(folder, entry.name))) {
      const shown = `prompts/${entry.name}/${file.name}`;
      if (file.isDirectory())
        read.problems.push(
          ...misplaced(shown, 'Prompts stand one folder deep; what is in here is not read', 'warning'),
        );
      else if (file.name.endsWith('.prompt')) await readOne(folder, entry.name, file.name, read);
      else if (/\.prompt/i.test(file.name))
        read.problems.push(
          ...misplaced(shown, 'It is not read: a prompt file is called 1.0.0.prompt', 'warning'),
        );
    }
  }
  return read;
}

async function readOne(folder: string, name: string, file: string, read: PromptFolder): Promise<void> {
  const text = await readFile(path.join(folder, name, file), 'utf8');
  const { prompt, lines, problems } = readPromptFile({
    path: `prompts/${name}/${file}`,
    name,
    version: file.replace(/\.prompt$/, ''),
    text,
  });
  const more = prompt ? checkPrompt(prompt, lines) : [];
  read.problems.push(...problems, ...more);
  if (prompt && !more.some(({ severity }) => severity === 'error')) read.prompts.push(prompt);
}

async function entriesOf(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function misplaced(file: string, message: string, severity: PromptProblem['severity'] = 'error') {
  const found = problemsOf(file);
  if (severity === 'error') found.error(1, message);
  else found.warn(1, message);
  return found.problems;
}
