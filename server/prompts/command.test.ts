import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { projectFolder } from '../buildDependencies.ts';
import { runCommand } from '../cli/runCommand.ts';
import { openSqliteStore } from '../store/sqlite/openStore.ts';

const run = promisify(execFile);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'knowngood-test-'));
  vi.stubEnv('DATA_DIR', path.join(folder, 'data'));
  process.chdir(folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  process.chdir(projectFolder);
  await rm(folder, { recursive: true, force: true });
});

/** The command with the product's folder as the working folder; answers all that it prints. */
async function knowngood(...args: string[]): Promise<{ code: number; output: string }> {
  const printed: string[] = [];
  const print = (text: unknown) => printed.push(String(text)) > 0;
  const streams = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(print),
  );
  try {
    return { code: await runCommand(['prompts', ...args]), output: printed.join('') };
  } finally {
    for (const stream of streams) stream.mockRestore();
  }
}

const prompt = (system: string) => `---
description: Answers
variables: { type: object, properties: { input: { type: string } }, required: [input] }
samples: { input: Hello }
---
@system
${system}

@user
{{ input }}
`;
async function save(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
  await writeFile(path.join(folder, file), text);
}
const git = (...args: string[]) =>
  run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: folder });

describe('knowngood prompts check', () => {
  it('needs no server and no data folder, and makes none', { timeout: 60_000 }, async () => {
    await save('prompts/answer/1.0.0.prompt', prompt('Be brief.'));
    const command = [path.join(projectFolder, 'server/cli/knowngood.mjs'), 'prompts', 'check'];
    const { stdout } = await run(process.execPath, command, { cwd: folder, timeout: 60_000 });
    expect(stdout).toBe('1 prompt version can be registered.\n');
    await expect(readFile(path.join(folder, 'data', 'knowngood.db'))).rejects.toThrow('ENOENT');
  });

  it('ends with 1 and names every error of every file at its line', async () => {
    await save('elsewhere/answer/1.0.0.prompt', prompt('Be {{ style }}.'));
    await save('elsewhere/answer/1.1.prompt', prompt('Be brief.'));
    await save('elsewhere/2.0.0.prompt', prompt('Be brief.'));
    const { code, output } = await knowngood('check', 'elsewhere');
    expect(code).toBe(1);
    expect(output.split('\n')).toEqual([
      'prompts/2.0.0.prompt:1: error: A prompt file stands in a folder of its name',
      'prompts/answer/1.0.0.prompt:7: error: The system section names a variable "style" that "variables" does not declare',
      'prompts/answer/1.1.prompt:1: error: The file is called "1.1.prompt". A prompt version is three numbers, such as 1.2.0',
      '3 errors.',
      '',
    ]);
  });

  it('finds nothing wrong with the prompts of the demo', async () => {
    await cp(path.join(projectFolder, 'prompts'), path.join(folder, 'prompts'), { recursive: true });
    expect((await knowngood('check')).code).toBe(0);
  });

  it('refuses a version that has changed since a git reference, and lets new ones be', {
    timeout: 60_000,
  }, async () => {
    await save('shop/prompts/answer/1.0.0.prompt', prompt('Be brief.'));
    await save('shop/prompts/answer/1.1.0.prompt', prompt('Be kind.'));
    await git('init', '--quiet');
    await git('add', '.');
    await git('commit', '--quiet', '-m', 'first');
    await git('tag', 'v1');
    await save('shop/prompts/answer/2.0.0.prompt', prompt('Be new.'));
    expect((await knowngood('check', 'shop/prompts', '--since', 'v1')).code).toBe(0);
    await save('shop/prompts/answer/1.0.0.prompt', prompt('Be long.').replaceAll('\n', '\r\n'));
    await rm(path.join(folder, 'shop/prompts/answer/1.1.0.prompt'));
    const { code, output } = await knowngood('check', 'shop/prompts', '--since', 'v1');
    expect(code).toBe(1);
    expect(output).toContain('prompts/answer/1.0.0.prompt:7: error: It has changed since v1.');
    expect(output).toContain('prompts/answer/1.1.0.prompt:1: warning: It was there at v1 and is gone');
    expect((await knowngood('check', 'shop/prompts', '--since', '--upload-pack=x')).code).not.toBe(0);
    expect((await knowngood('check', 'shop/prompts', '--since', 'nowhere')).output).toContain(
      'git does not know "nowhere"',
    );
  });

  it.each([
    [[], 'Say what to do'],
    [['mend'], 'There is no "prompts mend"'],
    [['check', 'a', 'b'], 'One folder is enough'],
    [['check', '--environment', 'x'], 'belongs to "push"'],
    [['push', '--since', 'x'], 'belongs to "check"'],
  ])('says what is wrong with %j', async (args, words) => {
    const { code, output } = await knowngood(...args);
    expect(code).not.toBe(0);
    expect(output).toContain(words);
  });
});

describe('knowngood prompts push', () => {
  const stored = async () => {
    const store = openSqliteStore(path.join(folder, 'data', 'knowngood.db'));
    try {
      const { head, resources } = await store.configuration.load('staging');
      return { revision: head.number, prompts: resources.map(({ key }) => key).toSorted() };
    } finally {
      await store.close();
    }
  };
  beforeEach(async () => {
    await mkdir(path.join(folder, 'data'));
    const store = openSqliteStore(path.join(folder, 'data', 'knowngood.db'));
    await store.environments.create({
      key: 'staging',
      name: 'Staging',
      createdAt: '2026-01-01T00:00:00.000Z',
    });
    await store.close();
    await save('prompts/answer/1.0.0.prompt', prompt('Be brief.'));
    await save('prompts/answer/1.1.0.prompt', prompt('Be kind.'));
  });
  const push = () => knowngood('push', '--environment', 'staging');

  it('registers what is new as one revision, and nothing the second time', async () => {
    expect((await push()).output).toContain('2 new versions in staging, as one revision');
    expect(await stored()).toEqual({ revision: 1, prompts: ['answer@1.0.0', 'answer@1.1.0'] });
    expect((await push()).output).toContain('Nothing new: all 2 versions are registered in staging');
    expect((await stored()).revision).toBe(1);
    await save('prompts/answer/1.2.0.prompt', prompt('Be new.'));
    expect((await push()).output).toContain('registered answer@1.2.0\n1 new version');
    expect((await stored()).revision).toBe(2);
  });

  it('refuses all of it where a registered version has changed, and shows what differs', async () => {
    await push();
    await save('prompts/answer/1.0.0.prompt', prompt('Be rude.'));
    await save('prompts/answer/3.0.0.prompt', prompt('Be new.'));
    const { code, output } = await push();
    expect(code).not.toBe(0);
    expect(output).toContain(
      'prompts/answer/1.0.0.prompt: answer@1.0.0 differs at @system, registered: “Be brief.”, file: “Be rude.”',
    );
    expect(await stored()).toEqual({ revision: 1, prompts: ['answer@1.0.0', 'answer@1.1.0'] });
  });

  it('refuses all of it where a file is wrong', async () => {
    await save('prompts/answer/3.0.0.prompt', prompt('Be {{ odd }}.'));
    const { code, output } = await push();
    expect(code).not.toBe(0);
    expect(output).toContain('prompts/answer/3.0.0.prompt:7: error');
    expect((await stored()).revision).toBe(0);
  });

  it('names an environment that is not there', async () => {
    const { code, output } = await knowngood('push', '--environment', 'moon');
    expect(code).not.toBe(0);
    expect(output).toContain('There is no environment "moon"');
  });
});
