import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { wholeSplit } from '../../shared/evaluation/split.ts';
import { EvaluationContext } from '../../shared/model/context.ts';
import type { Dependencies } from '../context.ts';
import { Acknowledgement } from '../sync/acknowledgement.ts';
import { type Caller, makeCallers } from '../testing/callers.ts';
import { hostileValue, inputsOf, spoiled } from '../testing/inputs.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { expressRoutes, procedures } from '../testing/surfaces.ts';
import { valueFlag } from '../testing/testFlags.ts';
import { cookiesOf, signInWith, testPassword } from '../testing/testPeople.ts';

const total = 10_000;
const atOnce = 24;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

let server: TestServer;
let http: Server;
let url: string;
let callers: [string, Caller][];
let routes: string[];
const thrown: unknown[] = [];
const note = (error: unknown) => void thrown.push(error);
beforeAll(async () => {
  process.on('unhandledRejection', note).on('uncaughtExceptionMonitor', note);
  server = await startTestServer();
  const noLimit = async () => {};
  const dependencies: Dependencies = {
    ...server.dependencies,
    // Ten thousand attempts from one address are the point here.
    signInLimits: { request: noLimit, guess: noLimit, right: noLimit },
  };
  const observed = expressRoutes(dependencies);
  routes = observed.routes;
  http = createServer(observed.app);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  callers = [...(await makeCallers(server, 'there'))];
}, 60_000);
afterAll(async () => {
  process.off('unhandledRejection', note).off('uncaughtExceptionMonitor', note);
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
  await server.close();
});

interface Endpoint {
  name: string;
  /** What passes its schema; null where there is none to pass. */
  schema: z.ZodType | null;
  /** Whole examples, for a schema whose refinements chance does not meet. */
  examples?: unknown[];
  request(input: string): { path: string; init: RequestInit };
}

const post = (path: string) => (input: string) => ({ path, init: { method: 'POST', body: input } });

const flag = (key: string) => valueFlag(key, true, false);
/** Inputs that hang together in themselves, beside those that a schema's shape makes. */
const examples: Record<string, unknown[]> = {
  'flags.save': [{ flag: flag('made-up'), expectedVersion: 0, reason: 'x' }],
  'flags.movers': [
    {
      flag: 'docs-answer',
      rule: null,
      split: wholeSplit('concise'),
    },
  ],
  'segments.test': [
    {
      segment: {
        key: 'odd',
        name: 'Odd',
        conditions: [{ operator: 'in-network', attribute: 'ip', networks: ['no network'] }],
      },
      contexts: [{}],
    },
  ],
  'keys.create': [
    { name: 'K', scopes: ['call'] },
    { name: 'P', scopes: ['public'], origins: ['https://a.example'], ratePerMinute: 1 },
  ],
  'people.invite': [{ email: 'x.y@example.com', roles: { there: 'viewer' } }],
  'environments.create': [{ key: 'e-1', name: 'E', copyFrom: 'there' }],
};

function endpoints(): Endpoint[] {
  const called = procedures().map(({ path, type, inputs }): Endpoint => {
    const schema = inputs.length === 0 ? null : inputs.length === 1 ? inputs[0]! : null;
    const address = `/trpc/${path}`;
    return {
      name: path,
      schema,
      ...(examples[path] ? { examples: examples[path] } : {}),
      request:
        type === 'mutation'
          ? post(address)
          : (input) => ({
              path: `${address}?input=${encodeURIComponent(input.toWellFormed()).slice(0, 14_000)}`,
              init: type === 'subscription' ? { headers: { accept: 'text/event-stream' } } : {},
            }),
    };
  });
  const chat = z.object({
    model: z.enum(['docs-answer', 'nothing']),
    messages: z.array(z.object({ role: z.enum(['user', 'system']), content: z.string().max(50) })).min(1),
    stream: z.boolean().optional(),
    user: z.string().max(20).optional(),
  });
  const bodies: Record<string, z.ZodType> = {
    '/v1/chat/completions': chat,
    '/ofrep/v1/evaluate/flags': z.object({ context: EvaluationContext }),
    '/ofrep/v1/evaluate/flags/:key': z.object({ context: EvaluationContext }),
    '/sync/v1/acknowledge': Acknowledgement,
    '/api/auth/sign-in/email': z.object({ email: z.email(), password: z.string().min(12).max(128) }),
    '/api/auth/sign-in/social': z.object({ provider: z.literal('oidc') }),
    '/api/auth/two-factor/verify-totp': z.object({ code: z.string().regex(/^\d{6}$/) }),
    '/api/auth/two-factor/verify-backup-code': z.object({ code: z.string().regex(/^\d{8}$/) }),
  };
  const routed = routes.map((route): Endpoint => {
    const [method = '', shape = ''] = route.split(' ');
    // The input goes into the address where the route has a place for it, and into the body where there is one.
    const path = (input: string) =>
      shape.replace(/\{?\/:\w+\}?|\/\*path/, `/${encodeURIComponent(input.toWellFormed()).slice(0, 2_000)}`);
    return method === 'POST'
      ? { name: route, schema: bodies[shape] ?? null, request: (input) => post(path('docs-answer'))(input) }
      : {
          name: route,
          schema: null,
          request: (input) => ({
            path: `${path(input)}?token=${encodeURIComponent(input.toWellFormed()).slice(0, 2_000)}`,
            init: {},
          }),
        };
  });
  return [...called, ...routed];
}

interface Shot {
  endpoint: Endpoint;
  who: string;
  caller: Caller;
  input: string;
  fits: boolean;
}

const types = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'multipart/form-data',
  '',
];

/** Half of what is sent to an endpoint with a schema fits it; the other half is spoiled in some way. */
function shots(all: Endpoint[]): Shot[] {
  const each = Math.ceil(total / all.length);
  const made: Shot[] = [];
  // Everybody, and more often those whom most endpoints let in.
  const often = ['admin of all', 'admin of all', 'admin of all', 'admin', 'editor', 'call', 'evaluate'];
  const crowd = [
    ...callers,
    ...callers.flatMap((one) => often.filter((who) => who === one[0]).map(() => one)),
  ];
  for (const [index, endpoint] of all.entries()) {
    const { schema } = endpoint;
    const shape = schema ? inputsOf(schema) : hostileValue;
    const fitting = endpoint.examples ? fc.oneof(fc.constantFrom(...endpoint.examples), shape) : shape;
    const whole = fc.sample(fitting, { numRuns: each * 3, seed: seed + index });
    const passing = schema ? whole.filter((value) => schema.safeParse(value).success) : [];
    const bad = fc.sample(fc.oneof(spoiled(fitting), hostileValue), { numRuns: each, seed: seed + index });
    const broken = ['{', '{"a":1,}', '\uFEFF{}', '[[[[', 'null', '"', `{"a":${'['.repeat(20_000)}`];
    for (let turn = 0; turn < each; turn++) {
      const [who, caller] = crowd[(turn + index) % crowd.length]!;
      const good = turn % 20 < 14 ? passing[turn % Math.max(1, passing.length)] : undefined;
      const text = turn % 20 === 19 ? broken[turn % broken.length]! : JSON.stringify(bad[turn] ?? null);
      const input = good === undefined ? text : JSON.stringify(good);
      made.push({ endpoint, who, caller, input, fits: good !== undefined });
    }
  }
  // Kinds of request come mixed, as they do in life.
  const order = fc.sample(fc.nat(1_000_000_000), { numRuns: made.length, seed });
  return made
    .map((shot, index) => ({ shot, at: order[index]! }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ shot }) => shot);
}

const signingIn = new Map<string, Promise<void>>();
/** Whoever was signed out by one of the requests signs in again, once for all requests under way. */
function signInAgain(who: string, caller: Caller): Promise<void> {
  const begun = signingIn.get(who);
  if (begun) return begun;
  const email = `${who.replaceAll(' ', '-')}@example.com`;
  const body = { email, password: testPassword };
  const done = signInWith(url, body, server.url).then((answer) => {
    expect(answer.status).toBe(200);
    caller.headers.cookie = cookiesOf(answer);
    signingIn.delete(who);
  });
  signingIn.set(who, done);
  return done;
}

async function fire({ endpoint, who, caller, input, fits: shotFits }: Shot, turn: number): Promise<string | null> {
  const { path, init } = endpoint.request(input);
  const leave = AbortSignal.timeout(15_000);
  const type = turn % 17 === 0 ? types[turn % types.length]! : 'application/json';
  const headers: Record<string, string> = {
    'content-type': type,
    ...caller.headers,
    ...(init.headers as Record<string, string>),
  };
  const answer = await fetch(url + path, { ...init, headers, redirect: 'manual', signal: leave });
  const isStream = String(answer.headers.get('content-type')).includes('event-stream');
  const text = isStream ? '' : await answer.text();
  if (isStream) await answer.body?.cancel();
  // Wrong guesses at passwords and codes are answered with 401 too.
  const signedOut = answer.status === 401 && !path.startsWith('/api/auth');
  if (signedOut && headers.cookie !== undefined && headers.cookie === caller.headers.cookie)
    await signInAgain(who, caller);
  const st: any = ((globalThis as any).st ??= {}); const k = (shotFits ? 'fit ' : 'bad ') + answer.status; st[k] = (st[k] ?? 0) + 1; if (shotFits && answer.status === 200) { const e: any = ((globalThis as any).ok ??= {}); e[endpoint.name] = (e[endpoint.name] ?? 0) + 1; }
  // The page of an admin app that nobody has built is no failure of the gate.
  const unbuilt = answer.status === 503 && text.includes('has not been built');
  if (answer.status >= 500 && !unbuilt) return `${answer.status} ${text.slice(0, 200)}`;
  if (/\.ts:\d+|\n\s+at \S+ \(|SQLITE_|PAYLOAD_TOO_LARGE"?,"code"/.test(text))
    return `leaks: ${text.slice(0, 300)}`;
  return null;
}

it('ten thousand random and hostile inputs, from every caller to every endpoint, break nothing', async () => {
  const all = endpoints();
  const queue = shots(all);
  expect(queue.length).toBeGreaterThanOrEqual(total);
  const fitting = queue.filter(({ fits }) => fits).length;
  const failures: string[] = [];
  let next = 0;
  const work = async () => {
    while (next < queue.length) {
      const turn = next++;
      const shot = queue[turn]!;
      const wrong = await fire(shot, turn).catch((error: unknown) => `no answer: ${error}`);
      if (wrong)
        failures.push(`${shot.endpoint.name} as ${shot.who}: ${wrong}\n  ${shot.input.slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  expect(failures.slice(0, 20), `seed ${seed}`).toEqual([]);
  expect(thrown, `seed ${seed}`).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(fitting / queue.length).toBeGreaterThan(0.45);
  expect((await fetch(`${url}/ready`)).status).toBe(200);
  const { configuration, store } = server.dependencies;
  const { verifyEveryChain } = await import('../configuration/verifyChain.ts');
  const reports = await verifyEveryChain({ store, sign: configuration.sign });
  expect(reports.filter(({ ok }) => !ok)).toEqual([]);
  (await import('node:fs')).writeFileSync('/tmp/stat.json', JSON.stringify([(globalThis as any).st,(globalThis as any).ok])); process.stdout.write(
    `hostile inputs: ${queue.length} sent, ${fitting} fitting their schema, seed ${seed}\n`,
  );
}, 180_000);
