import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, test as base, expect, type Page } from '@playwright/test';

/** The product as a person starts it: its own process, a fresh data folder, the demo in it. */
export interface Product {
  url: string;
  key: string;
  signInLink: string;
  /** Runs one of the examples as a client would, and answers what it prints. */
  example(name: 'openai' | 'trpc', question?: string): Promise<string>;
}

const root = path.resolve(import.meta.dirname, '..');

/** Starts the product with a fresh data folder, and answers with it how to stop it. @param settings Beside the usual ones. */
export async function startProduct(
  settings: Record<string, string> = {},
): Promise<Product & AsyncDisposable> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'knowngood-e2e-'));
  const usual = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' };
  const env = { ...usual, ...settings };
  const child = spawn('node', ['server/start.mjs'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  for (let waited = 0; !said.includes('demo:traffic'); waited += 50) {
    if (waited > 40_000 || child.exitCode !== null) throw new Error(`The server did not start:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const find = (pattern: RegExp) => String(pattern.exec(said)?.[1]);
  const url = find(/ready at (\S+)/);
  const key = find(/(kg_[0-9a-f]{64})/);
  return {
    url,
    key,
    signInLink: find(/(http\S+magic-link\S+)/),
    async example(name, question = 'What is a kill switch?') {
      const { stdout } = await promisify(execFile)('node', [`examples/${name}.ts`, question], {
        cwd: root,
        env: { ...process.env, KNOWNGOOD_URL: url, KNOWNGOOD_API_KEY: key },
        timeout: 40_000,
      });
      return stdout;
    },
    async [Symbol.asyncDispose]() {
      const gone = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      await gone;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

interface Session {
  cookies: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;
}

async function signIn(browser: Browser, product: Product): Promise<Session> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(product.signInLink);
  await expect(page).toHaveURL(`${product.url}/`);
  const cookies = await context.cookies();
  await context.close();
  return { cookies };
}

/** What a worker has started for the test file that it is at. */
interface Started {
  file: string;
  product: Product & AsyncDisposable;
  session: Session;
}

interface Fixtures {
  product: Product;
  session: Session;
  /** A page that is signed in, and fails its test on any error in the browser's console. */
  admin: Page;
  /** Asks the server what the signed-in person may ask, without the page: for what a test needs beforehand. */
  mutate: (procedure: string, input: object) => Promise<unknown>;
}

interface WorkerFixtures {
  startedFor: (file: string) => Promise<Started>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  // Each file has a server of its own, so that none sees what another did, in whatever order they run.
  startedFor: [
    async ({ browser }, use) => {
      let started: Started | undefined;
      await use(async (file) => {
        if (started?.file === file) return started;
        await started?.product[Symbol.asyncDispose]();
        started = undefined;
        const product = await startProduct();
        started = { file, product, session: await signIn(browser, product) };
        return started;
      });
      await started?.product[Symbol.asyncDispose]();
    },
    { scope: 'worker' },
  ],
  product: async ({ startedFor }, use, { file }) => use((await startedFor(file)).product),
  session: async ({ startedFor }, use, { file }) => use((await startedFor(file)).session),
  admin: async ({ product, session, context, page }, use) => {
    const errors: string[] = [];
    page.on('console', (message) => {
      // A conflict is an answer that the page shows; Chromium logs every 4xx.
      if (message.type() === 'error' && !message.text().includes('status of 409'))
        errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    await context.addCookies(session.cookies);
    await page.goto(product.url);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await use(page);
    expect(errors).toEqual([]);
  },
  mutate: async ({ product, admin }, use) => {
    await use(async (procedure, data) => {
      const response = await admin.request.post(`${product.url}/trpc/${procedure}`, {
        data,
        headers: { origin: product.url },
      });
      expect(response.ok(), await response.text()).toBe(true);
      return ((await response.json()) as { result: { data: unknown } }).result.data;
    });
  },
});

/** What a flag serves somebody, asked as an OpenFeature client in any language asks. */
export async function evaluated(product: Product, flag: string, context: object) {
  const response = await fetch(`${product.url}/ofrep/v1/evaluate/flags/${flag}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${product.key}` },
    body: JSON.stringify({ context }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { value: unknown; variant: string; reason: string };
}

export { expect };
