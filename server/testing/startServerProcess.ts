import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { KeyScope } from '../../shared/model/environment.ts';
import { installationSecret } from '../auth/secret.ts';
import { projectFolder } from '../buildDependencies.ts';
import { headSigner } from '../configuration/signedHead.ts';
import { openSqliteStore } from '../store/sqlite/openStore.ts';
import { personClient } from './startTestServer.ts';
import { makeKey } from './testKeys.ts';

const startTimeoutMs = 30_000;

export interface ServerProcess {
  url: string;
  /** What the first start has printed, for signing in. */
  signInLink: string | null;
  createKey(scopes: KeyScope[]): Promise<{ id: string; key: string }>;
  /** Ends it by its id, and waits until it has gone. */
  stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

/** The program itself in a process of its own, as `npm start` runs it, with its data in `dataDir`. */
export async function startServerProcess(dataDir: string, port = 0): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['server/start.mjs'], {
    cwd: projectFolder,
    env: {
      DATA_DIR: dataDir,
      PORT: String(port),
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = await untilReady(child);
  return {
    url: String(/ready at (http:\S+)/.exec(said)?.[1]).replace('localhost', '127.0.0.1'),
    signInLink: /http:\S+magic-link\/verify\S+/.exec(said)?.[0] ?? null,
    async createKey(scopes) {
      const store = openSqliteStore(path.join(dataDir, 'knowngood.db'));
      try {
        // As every writer does: a revision that nobody has signed would look like a forged one.
        store.configuration.signWith(headSigner(await installationSecret(dataDir, null)));
        return await makeKey(store.keys, scopes);
      } finally {
        await store.close();
      }
    },
    async stop(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'close');
      child.kill(signal);
      await gone;
    },
  };
}

async function untilReady(child: ChildProcess): Promise<string> {
  let said = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
    reject(new Error(`The server did not start within ${startTimeoutMs} ms:\n${said}`));
  }, startTimeoutMs);
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text) => {
      said += text;
      // The banner ends after the sign-in link and the demo's key.
      if (/ready at http[\s\S]*(demo:traffic|API key)/.test(said)) resolve(said);
    });
  child.once('close', (code) => reject(new Error(`The server ended with ${code}:\n${said}`)));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

/** Signs the admin in through the printed link. */
export async function signedIn({ url, signInLink }: ServerProcess): Promise<ReturnType<typeof personClient>> {
  const response = await fetch(String(signInLink), { redirect: 'manual' });
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  // The origin that the server trusts is the one that it printed.
  return personClient(url, cookies.join('; '));
}
