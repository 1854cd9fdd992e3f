import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../server/testing/startTestServer.ts';
import { saveFlags, valueFlag } from '../server/testing/testFlags.ts';
import { makeKey } from '../server/testing/testKeys.ts';
import type { EvaluationContext } from '../shared/model/context.ts';
import { followEvents, type News } from './eventStream.ts';
import { type Client, type ClientError, type ClientOptions, createClient } from './index.ts';

let server: TestServer;
let key: string;
let folder: string;
const clients: Client[] = [];
const servers: Server[] = [];
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', note);
  folder = await mkdtemp(path.join(tmpdir(), 'knowngood-hostile-'));
  server = await startTestServer();
  ({ key } = await makeKey(server.dependencies.store.keys, ['sync']));
  await saveFlags(server.dependencies.configuration, valueFlag('new-search', true, false));
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  for (const own of servers.splice(0)) {
    own.closeAllConnections();
    own.close();
  }
  expect(unhandled).toEqual([]);
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const ada = { targetingKey: 'ada' };
const start = (options: Partial<ClientOptions> = {}) => {
  const client = createClient({ url: server.url, key, name: 'test', ...options });
  clients.push(client);
  return client;
};
const errorsOf = (client: Client) => {
  const errors: ClientError[] = [];
  client.on('error', (error) => errors.push(error));
  return errors;
};
async function listen(answer: RequestListener, port = 0): Promise<string> {
  const own = createServer(answer);
  servers.push(own);
  await new Promise<void>((resolve) => own.listen(port, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
}
const rulebook = async () =>
  (await fetch(`${server.url}/sync/v1/snapshot`, {
    headers: { authorization: `Bearer ${key}` },
  }).then((response) => response.json())) as { tag: string; flags: { key: string; on: boolean }[] };

describe('options that are none', () => {
  it.each([
    ['no address', { url: 'localhost' }, 'is not an address'],
    ['another protocol', { url: 'ftp://localhost' }, 'is not an address'],
    ['no key', { key: undefined }, 'KNOWNGOOD_API_KEY'],
    ['an empty key', { key: ' ' }, 'KNOWNGOOD_API_KEY'],
    ['a key with a line break in it', { key: 'kg_secret\nx' }, 'KNOWNGOOD_API_KEY'],
  ] as [string, Partial<ClientOptions>, string][])(
    '%s is refused at once, without the key',
    (_, options, words) => {
      const make = () => createClient({ url: server.url, key, ...options });
      expect(make).toThrow(words);
      expect(make).not.toThrow('secret');
    },
  );

  it('a key with the line break of its file around it works', async () => {
    await start({ key: `${key}\n` }).ready();
  });

  it.each([Number.NaN, 0, -5, Number.POSITIVE_INFINITY])('pollMs %d is no hot loop', async (pollMs) => {
    let asked = 0;
    const url = await listen((_, response) => {
      asked++;
      response.writeHead(503).end();
    });
    const client = start({ url, pollMs });
    await expect(client.ready(200)).rejects.toMatchObject({ code: 'not-ready' });
    expect(asked).toBeLessThan(10);
  });

  it('ready waits for a time that no timer can take', async () => {
    await start().ready(Number.POSITIVE_INFINITY);
    await start().ready(2 ** 40);
  });
});

describe('contexts that are none', () => {
  it('give the default, and are told once for each flag', async () => {
    const client = start();
    await client.ready();
    const errors = errorsOf(client);
    await saveFlags(
      server.dependencies.configuration,
      valueFlag('ruled', 1, 2, {
        rules: [
          {
            id: 'r',
            name: 'R',
            match: { kind: 'conditions', conditions: [{ operator: 'exists', attribute: 'x' }] },
            serve: { kind: 'variant', variant: 'off' },
          },
        ],
      }),
    );
    await expect.poll(() => client.number('ruled', {}, 0)).toBe(1);
    const trap = {
      get x(): string {
        throw new Error('a trap');
      },
    };
    for (let round = 0; round < 100; round++)
      expect(client.details('ruled', trap, 9)).toMatchObject({ value: 9, errorCode: 'GENERAL' });
    expect(errors).toHaveLength(1);
    for (const context of [null, 'ada', 7, [], Object.create(null), new Map(), () => 1])
      expect(client.number('ruled', context as unknown as EvaluationContext, 9)).toBe(1);
    for (const flag of ['__proto__', 'constructor', '', undefined])
      expect(client.details(flag as string, ada, 9).errorCode).toBe('FLAG_NOT_FOUND');
    expect(errors).toHaveLength(1);
  });
});

describe('listeners', () => {
  it('to an event that is none are refused in words', () => {
    expect(() => start().on('changed' as 'change', () => {})).toThrow(
      'listen to change, error, stale, ready',
    );
  });

  it('that throw, reject or add others stop nobody', async () => {
    const warnings: string[] = [];
    const listen = (warning: Error) => warnings.push(warning.message);
    process.on('warning', listen);
    const client = start();
    await client.ready();
    let told = 0;
    client.on('change', () => {
      throw new Error('thrown');
    });
    client.on('change', async () => {
      throw new Error('rejected');
    });
    client.on('change', () => {
      client.on('change', () => told++);
    });
    for (let index = 0; index < 5_000; index++) client.on('change', () => told++);
    await saveFlags(server.dependencies.configuration, valueFlag('listened', 1, 2));
    await expect.poll(() => told).toBe(5_000);
    await expect
      .poll(() => warnings.map((warning) => /thrown|rejected/.exec(warning)?.[0]))
      .toEqual(expect.arrayContaining(['thrown', 'rejected']));
    process.off('warning', listen);
  });
});

describe('a cache file', () => {
  const cached = async (name: string, text: string) => {
    const file = path.join(folder, name);
    await writeFile(file, text);
    return file;
  };
  const warned = () => new Promise<Error>((resolve) => process.once('warning', resolve));

  it('that was changed under its own tag is put right by the server', async () => {
    const { flags, ...rest } = await rulebook();
    const changed = flags.map((flag) => (flag.key === 'new-search' ? { ...flag, on: false } : flag));
    const client = start({
      cacheFile: await cached('changed.json', JSON.stringify({ ...rest, flags: changed })),
    });
    expect(client.boolean('new-search', ada, true)).toBe(false);
    await client.ready();
    expect(client.boolean('new-search', ada, false)).toBe(true);
  });

  it.each([
    ['a tag that no header can carry', { tag: 'a"\nb' }],
    ['flags that are no list', { flags: {} }],
    ['a revision that is none', { revision: -1 }],
  ])('with %s is ignored with a warning', async (name, change) => {
    const text = JSON.stringify({ ...(await rulebook()), ...change });
    const warning = warned();
    const client = start({ cacheFile: await cached(`${name}.json`, text) });
    expect((await warning).message).toContain('ignores the cache file');
    await client.ready();
    expect(client.boolean('new-search', ada, false)).toBe(true);
  });

  it('that is nested without end, or no file at all, is ignored with a warning', async () => {
    const nested = `{"revision":1,"tag":"x","segments":[],"overrides":[],"flags":[${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}]}`;
    const client = start({ cacheFile: await cached('nested.json', nested) });
    await client.ready();
    expect(client.boolean('new-search', ada, false)).toBe(true);
    const directory = path.join(folder, 'directory');
    await mkdir(directory);
    // A link in this folder: were it renamed over, the device itself would stay.
    const device = path.join(folder, 'device');
    await symlink('/dev/null', device);
    for (const cacheFile of [directory, device]) {
      const warning = warned();
      const other = start({ cacheFile });
      const errors = errorsOf(other);
      expect((await warning).message).toContain('not a file');
      await other.ready();
      await other.close();
      expect(errors.map(({ code }) => code)).toEqual(['cache']);
    }
    expect(await readdir(directory)).toEqual([]);
    expect(await readlink(device)).toBe('/dev/null');
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('that cannot be written is an error event, and nothing else', async () => {
    const occupied = await cached('occupied', 'a file where a folder should be');
    const client = start({ cacheFile: path.join(occupied, 'cache.json') });
    const errors = errorsOf(client);
    await client.ready();
    await expect.poll(() => errors.map(({ code }) => code)).toEqual(['cache']);
    expect(client.boolean('new-search', ada, false)).toBe(true);
  });

  it('that two clients share is always whole', async () => {
    const cacheFile = path.join(folder, 'shared', 'cache.json');
    const [one, two] = [start({ cacheFile }), start({ cacheFile })];
    await Promise.all([one.ready(), two.ready()]);
    for (let round = 0; round < 10; round++) {
      await saveFlags(server.dependencies.configuration, valueFlag('round', round, -1));
      await expect
        .poll(() => [one.number('round', ada, -2), two.number('round', ada, -2)])
        .toEqual([round, round]);
      JSON.parse(await readFile(cacheFile, 'utf8'));
    }
    await Promise.all([one.close(), two.close()]);
    expect(JSON.parse(await readFile(cacheFile, 'utf8'))).toMatchObject({ revision: one.revision() });
    expect(await readdir(path.dirname(cacheFile))).toEqual(['cache.json']);
  });
});

describe('a server', () => {
  it('that starts later than the service is obeyed once it is there', async () => {
    const url = await listen(() => {});
    servers.pop()?.close();
    const client = start({ url, pollMs: 250 });
    const errors = errorsOf(client);
    expect(client.details('new-search', ada, false)).toMatchObject({ errorCode: 'PROVIDER_NOT_READY' });
    await expect(client.ready(300)).rejects.toMatchObject({ code: 'not-ready' });
    const body = await rulebook();
    await listen(
      (request, response) => {
        if (request.url === '/sync/v1/snapshot') response.end(JSON.stringify(body));
        else response.writeHead(404).end();
      },
      Number(new URL(url).port),
    );
    await client.ready();
    expect(client.boolean('new-search', ada, false)).toBe(true);
    expect(errors.map(({ code }) => code)).toContain('unreachable');
  });

  it.each([
    ['no JSON', '<html>a proxy says hello</html>'],
    ['another JSON', '[]'],
    ['prototype names', '{"__proto__":{"flags":[]},"constructor":1}'],
  ])('that answers with %s changes nothing', async (_, body) => {
    let broken = false;
    const good = JSON.stringify(await rulebook());
    const url = await listen((request, response) => {
      if (request.url === '/sync/v1/snapshot') response.end(broken ? body : good);
      else response.writeHead(404).end();
    });
    const client = start({ url, pollMs: 250 });
    await client.ready();
    broken = true;
    const errors = errorsOf(client);
    await expect.poll(() => errors.map(({ code }) => code)).toEqual(['invalid']);
    expect(client.boolean('new-search', ada, false)).toBe(true);
  });

  it('whose event stream falls silent without ending is left and found again', async () => {
    let streams = 0;
    const url = await listen((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: {"tag":"stream-${++streams}"}\n\n`);
    });
    const closing = new AbortController();
    const news: News[] = [];
    followEvents({ url, key, fetch, closed: closing.signal }, (one) => news.push(one), { silentMs: 100 });
    await expect.poll(() => news.map(({ tag }) => tag), { timeout: 10_000 }).toContain('stream-3');
    closing.abort();
    const after = streams;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(streams - after).toBeLessThanOrEqual(1);
  });

  it('that never answers does not keep close() waiting, at whatever moment', async () => {
    const url = await listen(() => {});
    for (const wait of [0, 1, 20]) {
      const client = start({ url });
      const waiting = expect(client.ready()).rejects.toMatchObject({ code: 'closed' });
      await new Promise((resolve) => setTimeout(resolve, wait));
      await client.close();
      await client.close();
      await waiting;
      await expect(client.ready()).rejects.toMatchObject({ code: 'closed' });
      await expect(client.generate({ flag: 'docs-answer', input: 'x' })).rejects.toThrow();
    }
  });
});

describe('a process', () => {
  it('ends by itself once its clients are closed, whatever they were doing', async () => {
    const silent = await listen(() => {});
    const program = `
      import { createClient } from ${JSON.stringify(path.join(import.meta.dirname, 'index.ts'))};
      const url = ${JSON.stringify(server.url)}, key = ${JSON.stringify(key)};
      const used = createClient({ url, key });
      await used.ready();
      console.log(used.boolean('new-search', { targetingKey: 'ada' }, false));
      const others = [${JSON.stringify(silent)}, 'http://127.0.0.1:9'].map((url) => createClient({ url, key }));
      await new Promise((resolve) => setTimeout(resolve, 50));
      await Promise.all([used, ...others].map((client) => client.close()));`;
    const file = path.join(folder, 'program.mjs');
    await writeFile(file, program);
    await chmod(file, 0o600);
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], { timeout: 20_000 });
    expect([stdout, stderr]).toEqual(['true\n', '']);
  });
});
