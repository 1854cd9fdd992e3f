import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../buildDependencies.ts';
import { commit } from '../configuration/commit.ts';
import { type Caller, makeCallers } from '../testing/callers.ts';
import { personClient, startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { expressRoutes, procedures } from '../testing/surfaces.ts';
import { valueFlag } from '../testing/testFlags.ts';

type Cell = 'yes' | '-' | 'own';

let server: TestServer;
let http: Server;
let url: string;
let routes: string[];
let callers: Map<string, Caller>;
let matrix: Map<string, Map<string, Cell>>;
beforeAll(async () => {
  server = await startTestServer();
  // The same app once more, put together under observation.
  const { app, routes: found } = expressRoutes(server.dependencies);
  routes = found;
  http = createServer(app);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  callers = await makeCallers(server, 'there');
  matrix = readMatrix(await readFile(path.join(projectFolder, 'docs/permissions.md'), 'utf8'));
}, 60_000);
afterAll(async () => {
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
  await server.close();
});

/** The tables of the page: for each procedure or route, what each caller gets. */
function readMatrix(page: string): Map<string, Map<string, Cell>> {
  const rows = page.split('\n').filter((line) => line.startsWith('| '));
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const read = new Map<string, Map<string, Cell>>();
  let columns: string[] = [];
  for (const row of rows) {
    const [first = '', ...rest] = cells(row);
    if (first === 'procedure' || first === 'route') columns = rest;
    else if (!first.startsWith('---')) {
      const name = first.replaceAll('`', '');
      if (read.has(name)) throw new Error(`${name} stands in docs/permissions.md twice`);
      read.set(name, new Map(rest.map((cell, index) => [columns[index] ?? '', cell as Cell])));
    }
  }
  return read;
}

/** Something that no procedure takes, so that whoever gets past the gate is stopped right after it. */
const notAnInput = JSON.stringify('not an input');

async function callProcedure({ headers }: Caller, { path, type }: ReturnType<typeof procedures>[number]) {
  const leave = new AbortController();
  const address = `${url}/trpc/${path}`;
  const answer =
    type === 'mutation'
      ? await fetch(address, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: notAnInput,
        })
      : await fetch(`${address}?input=${encodeURIComponent(notAnInput)}`, {
          headers: type === 'subscription' ? { ...headers, accept: 'text/event-stream' } : headers,
          signal: leave.signal,
        });
  const { status } = answer;
  const text = await answer.text();
  expect(text).not.toMatch(/\.ts:\d|\n\s+at |select .* from/i);
  // A stream has begun to answer when it says what is wrong.
  const refused = status === 401 || status === 403 || /"code":"(UNAUTHORIZED|FORBIDDEN)"/.test(text);
  expect(status, `${path}: ${text.slice(0, 300)}`).toBeLessThan(500);
  return refused;
}

async function callRoute({ headers, ticket }: Caller, route: string) {
  const [method = '', shape = ''] = route.split(' ');
  const path = shape.replace('{/:flag}', '').replace('*path', 'flags').replace(':key', 'docs-answer');
  const leave = new AbortController();
  const query = path === '/ofrep/v1/events' ? `?ticket=${ticket ?? ''}` : '';
  const answer = await fetch(url + path + query, {
    method,
    redirect: 'manual',
    headers: { ...headers, accept: '*/*', 'content-type': 'application/json' },
    signal: leave.signal,
    ...(method === 'POST' ? { body: '{}' } : {}),
  });
  const { status } = answer;
  leave.abort();
  expect(status === 503 ? '' : status, route).not.toBe(500);
  return status === 401 || status === 403;
}

describe('docs/permissions.md', () => {
  it('has every procedure and every route, and nothing that is not there', () => {
    const present = [...procedures().map(({ path }) => path), ...routes].toSorted();
    expect([...matrix.keys()].toSorted()).toEqual(present);
    for (const [name, cells] of matrix)
      expect([name, [...cells.keys()]]).toEqual([name, [...callers.keys()]]);
  });

  it.each(procedures().map((procedure) => [procedure.path, procedure] as const))(
    'says who may call %s',
    async (name, procedure) => {
      const said = Object.fromEntries(matrix.get(name) ?? []);
      const found: Record<string, Cell> = {};
      for (const [who, caller] of callers) {
        const refused = await callProcedure(caller, procedure);
        found[who] = refused ? '-' : who === 'other key' ? 'own' : 'yes';
        if (said[who] === 'yes' && who === 'other key' && !refused) found[who] = 'yes';
      }
      expect(found).toEqual(said);
    },
  );

  it('says who may use each route', async () => {
    const said: Record<string, unknown> = {};
    const found: Record<string, Record<string, Cell>> = {};
    // Whoever signs out is nobody from then on.
    const lastly = (route: string) => route.endsWith('/sign-out');
    for (const route of [...routes.filter((one) => !lastly(one)), ...routes.filter(lastly)]) {
      said[route] = Object.fromEntries(matrix.get(route) ?? []);
      found[route] = {};
      for (const [who, caller] of callers) {
        const refused = await callRoute(caller, route);
        const inside = who === 'other key' && matrix.get(route)?.get(who) !== 'yes' ? 'own' : 'yes';
        found[route][who] = refused ? '-' : inside;
      }
    }
    expect(found).toEqual(said);
  });
});

describe('a key of another environment', () => {
  it('sees its own and nothing of this one, on every surface', async () => {
    await commit(server.dependencies.configuration, {
      environment: 'there',
      author: { kind: 'system', id: 'test', name: 'Test' },
      reason: 'test',
      changes: [{ kind: 'flag', key: 'only-there', body: valueFlag('only-there', true, false) }],
    });
    const { headers } = callers.get('other key')!;
    const text = async (path: string, request: RequestInit = {}) =>
      (
        await fetch(url + path, { ...request, headers: { ...headers, 'content-type': 'application/json' } })
      ).text();
    const post = (path: string, body: object) => text(path, { method: 'POST', body: JSON.stringify(body) });
    expect(await text('/v1/models')).not.toContain('docs-answer');
    expect(await text('/sync/v1/snapshot')).not.toContain('docs-answer');
    expect(await text('/sync/v1/snapshot')).toContain('only-there');
    const bulk = await post('/ofrep/v1/evaluate/flags', { context: {} });
    expect([bulk.includes('only-there'), bulk.includes('docs-answer')]).toEqual([true, false]);
    expect(await text('/trpc/codegen.types')).not.toContain('docs-answer');
    const chat = { model: 'docs-answer', messages: [{ role: 'user', content: 'x' }] };
    expect(await post('/v1/chat/completions', chat)).toContain('model_not_found');
    expect(await post('/trpc/ai.generate', { flag: 'docs-answer', input: 'x' })).toContain('NOT_FOUND');
    const explain = encodeURIComponent(JSON.stringify({ flag: 'docs-answer', context: {} }));
    expect(await text(`/trpc/flags.explain?input=${explain}`)).toContain('NOT_FOUND');
  });

  it('cannot name another environment than its own', async () => {
    const { headers } = callers.get('other key')!;
    const asked = await fetch(`${url}/trpc/codegen.types?environment=production`, {
      headers: { ...headers, 'knowngood-environment': 'production' },
    });
    expect(await asked.text()).not.toContain('docs-answer');
  });
});

describe('a person', () => {
  it('who goes to another environment takes no role along', async () => {
    const { headers } = callers.get('admin')!;
    const asked = await fetch(`${url}/trpc/keys.list`, {
      headers: { ...headers, 'knowngood-environment': 'there' },
    });
    expect(asked.status).toBe(403);
    const all = personClient(url, callers.get('admin of all')!.headers.cookie!);
    expect((await all.environments.list.query()).environments).toHaveLength(2);
  });
});
