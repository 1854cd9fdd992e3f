import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { KnowngoodError } from '../errors.ts';
import { type PromptProblem, problemsOf } from './problem.ts';
import { normalText } from './readPromptFile.ts';

const timeoutMs = 20_000;
const run = promisify(execFile);

/**
 * The versions in a folder that git has with other content at a reference: a version never changes.
 * @throws KnowngoodError INVALID where git cannot be asked.
 */
export async function changedSince(
  folder: string,
  reference: string,
  contentOf: (file: string) => Promise<string | null>,
): Promise<PromptProblem[]> {
  const git = async (...args: string[]) =>
    (await run('git', args, { cwd: folder, timeout: timeoutMs, maxBuffer: 64_000_000 })).stdout;
  const commit = await git(
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${reference}^{commit}`,
  ).catch(() => {
    throw new KnowngoodError(
      'INVALID',
      `git does not know "${reference}" in ${folder}. Fetch it first: a CI checkout often has only the newest commit (fetch-depth: 0 gets them all).`,
    );
  });
  const sha = commit.trim();
  const listed = await git('ls-tree', '-r', '-z', '--name-only', sha, '.');
  const files = listed.split('\0').filter((file) => /^[^/]+\/[^/]+\.prompt$/.test(file));
  const problems: PromptProblem[] = [];
  for (const file of files) {
    const found = problemsOf(`prompts/${file}`);
    const now = await contentOf(file);
    if (now === null)
      found.warn(1, `It was there at ${reference} and is gone; where it is registered it stays registered`);
    else {
      const then = normalText(await git('show', `${sha}:./${file}`));
      const current = normalText(now);
      if (then !== current)
        found.error(
          firstLineThatDiffers(then, current),
          `It has changed since ${reference}. A version never changes: put the old text back, and save the new text under a higher version`,
        );
    }
    problems.push(...found.problems);
  }
  return problems;
}

function firstLineThatDiffers(then: string, now: string): number {
  const before = then.split('\n');
  const index = now.split('\n').findIndex((line, at) => line !== before[at]);
  return index < 0 ? now.split('\n').length : index + 1;
}
