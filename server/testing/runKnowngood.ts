import { execFile } from 'node:child_process';
import path from 'node:path';
import { vi } from 'vitest';
import { projectFolder } from '../buildDependencies.ts';
import { runCommand } from '../cli/runCommand.ts';

export interface Answer {
  code: number;
  out: string;
  error: string;
}

const environment = (dataDir: string) => ({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
let last: Promise<unknown> = Promise.resolve();

/** Runs `knowngood ARGS` on a data folder within this process, one after the other: they share its output. */
export function runKnowngood(dataDir: string, args: string[]): Promise<Answer> {
  const answer = last.then(() => runHere(dataDir, args));
  last = answer.catch(() => {});
  return answer;
}

async function runHere(dataDir: string, args: string[]): Promise<Answer> {
  // All of it, as in a process of its own: what the developer's shell has set is no part of the test.
  const { env } = process;
  const written = { out: '', error: '' };
  const keep = (where: keyof typeof written) => (text: unknown) => {
    written[where] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(keep('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(keep('error')),
  ];
  Object.defineProperty(process, 'env', { value: environment(dataDir), configurable: true, writable: true });
  try {
    return { code: await runCommand(args), ...written };
  } finally {
    Object.defineProperty(process, 'env', { value: env, configurable: true, writable: true });
    for (const spy of spies) spy.mockRestore();
  }
}

/** Runs `knowngood ARGS` on a data folder as a shell does, in a process of its own: about a second of work. */
export function spawnKnowngood(dataDir: string, args: string[]): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  execFile(
    process.execPath,
    [path.join(projectFolder, 'server/cli/knowngood.mjs'), ...args],
    { cwd: projectFolder, env: environment(dataDir), timeout: 60_000 },
    (failure, out, error) =>
      resolve({ code: failure ? (typeof failure.code === 'number' ? failure.code : -1) : 0, out, error }),
  );
  return promise;
}
