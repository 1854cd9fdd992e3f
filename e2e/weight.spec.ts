import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import { makeCollection } from './movingCollection.ts';
import { expect, test } from './product.ts';

/** Bytes of compressed script that a first visit may download. */
const most = 250_000;

const pages = [
  '/',
  '/flags',
  '/flags/docs-answer',
  '/segments/beta-testers',
  '/collections',
  '/collections/docs',
  '/collections/docs/migrations',
];

type Cookies = Parameters<Awaited<ReturnType<Browser['newContext']>>['addCookies']>[0];

/** Bytes of compressed script that somebody downloads who visits nothing but this page, and has nothing of it yet. */
async function scriptOf(browser: Browser, cookies: Cookies, address: string): Promise<number> {
  const context = await browser.newContext();
  await context.addCookies(cookies);
  const visit = await context.newPage();
  const sizes: Promise<number>[] = [];
  visit.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      sizes.push(response.body().then((body) => gzipSync(body).length));
  });
  await visit.goto(address);
  await expect(visit.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(visit.locator('.mantine-Skeleton-root')).toHaveCount(0);
  await visit.waitForLoadState('networkidle');
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(sizes.length).toBeGreaterThan(3);
  await context.close();
  return total;
}

for (const page of pages) {
  test(`a first visit of ${page} downloads little script`, async ({ admin, product, session, browser }) => {
    await admin.close();
    expect(await scriptOf(browser, session.cookies, product.url + page)).toBeLessThan(most);
  });
}

test('first visits of a migration, from its plan to its verdict, download little script', async ({
  admin,
  product,
  session,
  browser,
  mutate,
}) => {
  await makeCollection(product, mutate, { key: 'weighed', name: 'Weighed' });
  const weigh = (page: string) =>
    scriptOf(browser, session.cookies, `${product.url}/collections/weighed/${page}`);
  expect(await weigh('move')).toBeLessThan(most);
  const { id } = await planned(mutate);
  expect(await weigh(`migrations/${id}`)).toBeLessThan(most);
  await mutate('migrations.act', { id, act: { kind: 'start' }, reason: 'To weigh its report' });
  await admin.goto(`${product.url}/collections/weighed/migrations/${id}`);
  await expect(admin.getByRole('heading', { name: 'Is the new index as good?' })).toBeVisible({
    timeout: 30_000,
  });
  expect(await weigh(`migrations/${id}`)).toBeLessThan(most);
});

const planned = async (mutate: (procedure: string, input: object) => Promise<unknown>) =>
  (await mutate('migrations.plan', {
    collection: 'weighed',
    version: { embedder: { provider: 'lexical', model: 'lexical-b@1' } },
    reason: 'To weigh its pages',
  })) as { id: string };
