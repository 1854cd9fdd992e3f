import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createClient } from '../../client/index.ts';
import { projectFolder } from '../buildDependencies.ts';
import { openSqliteStore } from '../store/sqlite/openStore.ts';
import { runKnowngood } from '../testing/runKnowngood.ts';
import { type ServerProcess, startServerProcess } from '../testing/startServerProcess.ts';

let home: string;
let dataDir: string;
let server: ServerProcess | null = null;
const started: ServerProcess[] = [];
let client: Client;
let commands: Map<string, string[]>;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'knowngood-test-'));
  dataDir = path.join(home, 'data');
  server = await start();
  const { key } = await server.createKey(['sync']);
  client = createClient({ url: server.url, key, name: 'drill' });
  await client.ready();
  commands = drillsOf(await readFile(path.join(projectFolder, 'docs/recovery.md'), 'utf8'));
}, 60_000);
afterAll(async () => {
  await client.close();
  for (const one of started) await one.stop('SIGTERM');
  await rm(home, { recursive: true, force: true });
});

async function start(): Promise<ServerProcess> {
  const one = await startServerProcess(dataDir);
  started.push(one);
  return one;
}

/** The commands of each drill, by its heading, as they stand on the page. */
function drillsOf(page: string): Map<string, string[]> {
  const drills = page.split(/^## /m).slice(1);
  return new Map(
    drills.map((drill) => {
      const blocks = [...drill.matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
      return [String(drill.split('\n')[0]), blocks.flatMap(([, block]) => String(block).trim().split('\n'))];
    }),
  );
}

/** Runs a command as a shell does, in the project folder. */
function shell(command: string): Promise<{ code: number; out: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number; out: string }>();
  const bin = path.join(projectFolder, 'node_modules/.bin');
  const env = {
    PATH: `${bin}:${path.dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    DATA_DIR: dataDir,
    npm_config_update_notifier: 'false',
  };
  execFile('sh', ['-c', command], { cwd: projectFolder, env, timeout: 60_000 }, (failure, out, error) =>
    resolve({ code: failure ? Number(failure.code ?? -1) : 0, out: out + error }),
  );
  return promise;
}

/** Runs every command of a drill; answers what they said, one after the other. */
async function drill(heading: string, expected: number[] = []): Promise<string[]> {
  const said: string[] = [];
  const own = commands.get(heading) ?? [];
  expect(own.length, `docs/recovery.md has commands under "${heading}"`).toBeGreaterThan(0);
  for (const [index, command] of own.entries()) {
    const { code, out } = await shell(command);
    expect(code, `${command}\n${out}`).toBe(expected[index] ?? 0);
    said.push(out);
  }
  return said;
}

const obeyed = (reason: string, variant?: string) =>
  expect
    .poll(() => client.evaluate('docs-answer', { targetingKey: 'ada' }), { timeout: 10_000 })
    .toMatchObject({ reason, ...(variant ? { variant } : {}) });

const newest = async () => {
  const store = openSqliteStore(path.join(dataDir, 'knowngood.db'));
  try {
    const [revision] = await store.configuration.revisions({ environment: 'production', limit: 1 });
    return revision;
  } finally {
    await store.close();
  }
};

describe('docs/recovery.md, word by word', () => {
  it('has no command that is not run here', () => {
    expect([...commands].filter(([, own]) => own.length > 0).map(([heading]) => heading)).toEqual([
      'Stop an AI feature without the admin app',
      'When the only admin has lost the way in',
      'Back up',
      'Put a backup in place',
      'Is the log whole?',
      'Bring an environment back from version control',
    ]);
  });

  it('stops flags beside a running server, whose clients obey, and lifts that again', async () => {
    const own = commands.get('Stop an AI feature without the admin app') ?? [];
    expect(own).toHaveLength(5);
    const [kill, knownGood, all, liftAll, lift] = own;
    expect(await shell(String(kill))).toMatchObject({ code: 0 });
    await obeyed('OVERRIDE', 'unavailable');
    expect(await newest()).toMatchObject({
      kind: 'override',
      reason: 'Wrong answers',
      author: { name: expect.stringContaining('Command line') },
    });
    expect(await shell(String(knownGood))).toMatchObject({ code: 0 });
    await obeyed('OVERRIDE', 'concise');
    expect(await shell(String(all))).toMatchObject({ code: 0 });
    await obeyed('OVERRIDE', 'unavailable');
    expect(await shell(String(liftAll))).toMatchObject({ code: 0 });
    await obeyed('OVERRIDE', 'concise');
    expect(await shell(String(lift))).toMatchObject({ code: 0 });
    await expect
      .poll(() => client.evaluate('docs-answer', { targetingKey: 'ada' })?.reason, { timeout: 10_000 })
      .not.toBe('OVERRIDE');
  }, 60_000);

  it('lets the admin in again, and opens what nobody can approve', async () => {
    const [link, approvals] = await drill('When the only admin has lost the way in');
    const address = /http:\S+magic-link\/verify\S+/.exec(String(link))?.[0] ?? '';
    const { port } = new URL(String(server?.url));
    const here = address.replace(/^http:\/\/[^/]+/, `http://127.0.0.1:${port}`);
    const response = await fetch(here, { redirect: 'manual' });
    expect(response.headers.getSetCookie().join()).toContain('session');
    expect(approvals).toContain('settings: nobody');
  }, 60_000);

  it('backs up beside a running server, refuses to restore under it, and restores when it is stopped', async () => {
    await drill('Back up');
    expect((await stat(path.join(home, 'knowngood-backup.db'))).mode & 0o077).toBe(0);
    const before = await newest();
    await shell('npm run knowngood -- override kill docs-answer');
    expect((await newest())?.number).toBe(Number(before?.number) + 1);
    const refused = await runKnowngood(dataDir, ['restore-backup', path.join(home, 'knowngood-backup.db')]);
    expect(refused).toMatchObject({ code: 2, error: expect.stringContaining('stop it first') });
    expect((await newest())?.number).toBe(Number(before?.number) + 1);

    await server?.stop('SIGTERM');
    server = null;
    const [, said] = await drill('Put a backup in place');
    expect(said).toContain('production: whole');
    expect(said).toContain('system: whole');
    expect(await newest()).toEqual(before);
    expect((await readdir(dataDir)).some((name) => name.includes('.replaced-'))).toBe(true);
  }, 60_000);

  it('finds the log whole, and an environment as version control has it', async () => {
    const [whole, , kept] = await drill('Is the log whole?');
    expect(whole).toContain('production: whole');
    expect(kept).toContain('production: whole');
    const [, , dry, done] = await drill('Bring an environment back from version control');
    expect(dry).toContain('0 resources would change');
    expect(done).toContain('is so already');
  }, 60_000);

  it('starts again with what was restored', async () => {
    server = await start();
    expect((await fetch(`${server.url}/ready`)).status).toBe(200);
  }, 60_000);
});

describe('a file that is no backup', () => {
  it('is never put in place', async () => {
    for (const file of [path.join(projectFolder, 'package.json'), path.join(home, 'missing.db')]) {
      const { code, error } = await runKnowngood(dataDir, ['restore-backup', file]);
      expect(code).toBe(2);
      expect(error).toContain('cannot be used');
    }
    const existing = path.join(home, 'knowngood-backup.db');
    expect((await runKnowngood(dataDir, ['backup', existing])).error).toContain('is there already');
  });
});
