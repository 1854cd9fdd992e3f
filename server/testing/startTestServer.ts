import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import pino from 'pino';
import { projectFolder } from '../buildDependencies.ts';
import { noProviders } from '../providers/providersFile.ts';
import type { AppRouter } from '../router.ts';
import type { Settings } from '../settings.ts';
import { type RunningServer, startServer } from '../startServer.ts';

export interface TestServer extends RunningServer {
  dataDir: string;
  key: string;
  /** A client with the demo's API key. */
  service: ReturnType<typeof client>;
  /** The admin's session cookie, by the real one-time link. */
  signIn(): Promise<string>;
}

const client = (url: string, headers: Record<string, string>) =>
  createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${url}/trpc`, headers })] });

/** A client that acts as a signed-in person, as the admin app does. */
export const personClient = (url: string, cookie: string) => client(url, { cookie, origin: url });

export const testSettings = (dataDir: string, changes: Partial<Settings> = {}): Settings => ({
  port: 0,
  host: '127.0.0.1',
  dataDir,
  promptsDir: path.join(projectFolder, 'prompts'),
  publicUrl: 'http://localhost:0',
  sessionSecret: null,
  adminEmail: 'admin@knowngood.local',
  demo: true,
  metricsPublic: false,
  logLevel: 'silent',
  openai: null,
  anthropicApiKey: null,
  providersFile: noProviders,
  simulatorPort: 0,
  inferenceDays: 30,
  indexMemoryMb: 256,
  keyRatePerMinute: 600_000,
  trustedProxies: 0,
  oidc: null,
  traces: null,
  apiKey: null,
  ...changes,
});

/** The real server with the demo in it: a real SQLite file, real migrations, the simulator in its own process. */
export async function startTestServer(changes: Partial<Settings> = {}): Promise<TestServer> {
  const dataDir = changes.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'knowngood-test-')));
  const server = await startServer(testSettings(dataDir, changes), pino({ level: 'silent' }));
  const url = server.url.replace('localhost', '127.0.0.1');
  const key = server.demoKey ?? '';
  return {
    ...server,
    url,
    dataDir,
    key,
    service: client(url, { authorization: `Bearer ${key}` }),
    async signIn() {
      const response = await fetch(String(server.signInLink), { redirect: 'manual' });
      return response.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; ');
    },
    async close() {
      await server.close();
      if (!changes.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
