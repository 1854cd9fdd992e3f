import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectFolder } from './buildDependencies.ts';
import { openDatabase } from './store/sqlite/openDatabase.ts';

let dataDir: string;
let children: ChildProcess[];
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'knowngood-test-'));
  children = [];
});
afterEach(async () => {
  for (const child of children)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts the program as a person would, and collects what it says. */
function start(env: Record<string, string> = {}, flags: string[] = []) {
  const child = spawn(process.execPath, [...flags, 'server/start.mjs'], {
    cwd: projectFolder,
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
  });
  child.stderr.on('data', (text) => {
    said += text;
  });
  return {
    child,
    said: () => said,
    ended: async () => (await once(child, 'close'))[0] as number | null,
    async url() {
      await expect.poll(() => said, { timeout: 15_000 }).toMatch(/ready at http/);
      return String(/ready at (http:\S+)/.exec(said)?.[1]).replace('localhost', '127.0.0.1');
    },
  };
}

describe('starting', () => {
  it('serves, says how to sign in, stops on SIGTERM, and comes back with its data', async () => {
    const first = start();
    const url = await first.url();
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    expect(first.said()).toMatch(
      /Sign in with one click.*\n\s+http:\/\/localhost:\d+\/api\/auth\/magic-link\/verify\?token=/,
    );
    const key = /API key of the demo: (kg_[0-9a-f]{64})/.exec(first.said())?.[1];
    first.child.kill('SIGTERM');
    expect(await first.ended()).toBe(0);

    const second = start();
    const models = await fetch(`${await second.url()}/v1/models`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(await models.json()).toMatchObject({ data: [{ id: 'docs-answer' }] });
    expect(second.said()).toContain(path.join(dataDir, 'demo-key'));
    expect(second.said()).not.toContain('kg_');
  });

  it('is killed in mid-work and starts again with everything it had acknowledged', async () => {
    const first = start();
    const url = await first.url();
    const key = String(/kg_[0-9a-f]{64}/.exec(first.said())?.[0]);
    const ask = (base: string) =>
      fetch(`${base}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({
          model: 'docs-answer',
          messages: [{ role: 'user', content: 'What is a flag?' }],
        }),
      });
    expect((await ask(url)).status).toBe(200);
    first.child.kill('SIGKILL');
    await first.ended();
    expect((await ask(await start().url())).status).toBe(200);
  });
});

describe('what keeps it from starting is said in words', () => {
  it('a busy port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const server = start({ PORT: String(port) });
    expect(await server.ended()).toBe(1);
    expect(server.said()).toContain(`Port ${port} is in use by another program`);
    expect(server.said()).not.toMatch(/at .*\.ts:/);
    other.close();
  });

  it('settings that cannot be used, each by its name', async () => {
    const server = start({ PORT: 'many', LOG_LEVEL: 'loud' });
    expect(await server.ended()).toBe(1);
    expect(server.said()).toMatch(/PORT: .*\n.*LOG_LEVEL: /);
  });

  it('a database that a newer version wrote', async () => {
    const file = path.join(dataDir, 'knowngood.db');
    openDatabase(file).connection.close();
    const connection = new Database(file);
    connection
      .prepare("insert into __drizzle_migrations (hash, created_at) values ('x', 99999999999999)")
      .run();
    connection.close();
    const server = start();
    expect(await server.ended()).toBe(1);
    expect(server.said()).toContain('was written by a newer version of Knowngood');
  });

  it('an older Node', async () => {
    const pretend =
      'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.11.0"}})';
    const server = start({}, ['--import', pretend]);
    expect(await server.ended()).toBe(1);
    expect(server.said().trim().split('\n')).toHaveLength(1);
    expect(server.said()).toContain(
      'Knowngood needs Node 24, and this is Node 20.11.0. Start it with "npm start"',
    );
  });
});
