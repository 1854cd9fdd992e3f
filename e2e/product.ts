import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { test as base, expect, type Page } from '@playwright/test';

/** The product as a person starts it: its own process, a fresh data folder, the demo in it. */
export interface Product {
  url: string;
  key: string;
  signInLink: string;
  /** Runs one of the examples as a client would, and answers what it prints. */
  example(name: 'openai' | 'trpc', question?: string): Promise<string>;
}

const root = path.resolve(import.meta.dirname, '..');

async function startProduct(): Promise<{ product: Product; child: ChildProcess; dataDir: string }> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'knowngood-e2e-'));
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' };
  const child = spawn('node', ['server/start.mjs'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  for (let waited = 0; !said.includes('demo:traffic'); waited += 50) {
    if (waited > 20_000 || child.exitCode !== null) throw new Error(`The server did not start:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const find = (pattern: RegExp) => String(pattern.exec(said)?.[1]);
  const url = find(/ready at (\S+)/);
  const key = find(/(kg_[0-9a-f]{64})/);
  const product: Product = {
    url,
    key,
    signInLink: find(/(http\S+magic-link\S+)/),
    async example(name, question = 'What is a kill switch?') {
      const { stdout } = await promisify(execFile)('node', [`examples/${name}.ts`, question], {
        cwd: root,
        env: { ...process.env, KNOWNGOOD_URL: url, KNOWNGOOD_API_KEY: key },
        timeout: 20_000,
      });
      return stdout;
    },
  };
  return { product, child, dataDir };
}

interface Fixtures {
  /** A page that is signed in, and fails its test on any error in the browser's console. */
  admin: Page;
  /** Asks the server what the signed-in person may ask, without the page: for what a test needs beforehand. */
  mutate: (procedure: string, input: object) => Promise<unknown>;
}

export const test = base.extend<
  Fixtures,
  { product: Product; session: { cookies: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>> } }
>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads the dependencies from this pattern
    async ({}, use) => {
      const { product, child, dataDir } = await startProduct();
      await use(product);
      const gone = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      await gone;
      await rm(dataDir, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  session: [
    async ({ product, browser }, use) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(product.signInLink);
      await expect(page).toHaveURL(`${product.url}/`);
      await use({ cookies: await context.cookies() });
      await context.close();
    },
    { scope: 'worker' },
  ],
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
