import type { Browser, Page } from '@playwright/test';
import { goldenLines, makeCollection } from './movingCollection.ts';
import { expect, test } from './product.ts';

const next = (admin: Page) => admin.getByRole('region', { name: 'What comes next' });

type Cookies = Parameters<Awaited<ReturnType<Browser['newContext']>>['addCookies']>[0];

/** A page that loses its network: what the browser itself says of that on the console is no failure of the app. */
async function otherPage(browser: Browser, cookies: Cookies): Promise<Page> {
  const context = await browser.newContext();
  await context.addCookies(cookies);
  return context.newPage();
}

const planned = async (mutate: (procedure: string, input: object) => Promise<unknown>, collection: string) =>
  (await mutate('migrations.plan', {
    collection,
    version: { embedder: { provider: 'lexical', model: 'lexical-b@1' } },
    reason: 'To see what a page does with it',
  })) as { id: string };

test('what is pressed offline is not sent, not even later; a dialog gives the focus back', async ({
  browser,
  session,
  product,
  mutate,
}) => {
  const page = await otherPage(browser, session.cookies);
  await makeCollection(product, mutate, { key: 'offline', name: 'Offline' });
  const { id } = await planned(mutate, 'offline');
  await page.goto(`${product.url}/collections/offline/migrations/${id}`);
  await expect(page.getByRole('list', { name: 'The plan in words' })).toContainText(
    'a second person has to approve',
  );
  const start = next(page).getByRole('button', { name: 'Start…' });
  await start.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('Without a network');
  await expect(dialog.getByRole('button', { name: 'Start', exact: true })).toBeEnabled();
  await page.context().setOffline(true);
  await dialog.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('Not sent');
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  await expect(start).toBeFocused();
  await page.context().setOffline(false);
  const seen = page.waitForResponse((response) => response.url().includes('migrations.get'));
  await page.reload();
  await seen;
  await expect(next(page)).toContainText('Ready to start');

  await start.click();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(start).toBeFocused();
  await page.context().close();
});

test('a page whose parts cannot be loaded stays in the app and comes with another try', async ({
  browser,
  session,
  product,
}) => {
  const page = await otherPage(browser, session.cookies);
  await page.goto(`${product.url}/collections`);
  await expect(page.getByRole('heading', { name: 'Collections' })).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Providers' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'This page could not be loaded' });
  await expect(alert).toBeVisible();
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(alert).toContainText('The server still cannot be reached');
  await page.context().setOffline(false);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Providers' })).toBeVisible();
  await page.context().close();
});

test('a plan in the making keeps its golden queries, goes back by step, and asks before it is left', async ({
  admin,
  product,
  mutate,
}) => {
  await makeCollection(product, mutate, { key: 'wizard', name: 'Wizard' });
  await admin.goto(`${product.url}/collections/wizard/move`);
  await admin.getByLabel('Built in: words and parts of words').check();
  await admin.getByRole('button', { name: 'Next: Golden queries' }).click();
  await admin.getByLabel('Queries with the documents that answer them').fill(goldenLines);
  await admin.getByRole('button', { name: 'Next: Speed' }).click();
  await expect(admin.getByRole('alert')).toContainText('Give the new set a name');
  await admin.getByLabel('Name of a new set').fill('Pasted');
  await admin.getByRole('button', { name: 'Next: Speed' }).click();
  await expect(admin.getByLabel('Documents a second, at most')).toBeVisible();

  await admin.goBack();
  await expect(admin.getByText('The newest set counts: Pasted, 60 queries')).toBeVisible();
  await admin.goBack();
  await expect(admin.getByLabel('Built in: words and parts of words')).toBeChecked();
  await admin.goForward();
  await expect(admin.getByLabel('Name of a new set')).toBeVisible();

  await admin.getByRole('link', { name: 'Overview', exact: true }).click();
  const dialog = admin.getByRole('dialog');
  await expect(dialog).toContainText('Leave without saving?');
  await dialog.getByRole('button', { name: 'Stay' }).click();
  await expect(admin.getByLabel('Name of a new set')).toBeVisible();
});

test('the history names the acts of a move, and restores none of them', async ({
  admin,
  product,
  mutate,
}) => {
  await makeCollection(product, mutate, { key: 'told', name: 'Told' });
  const { id } = await planned(mutate, 'told');
  await mutate('migrations.act', { id, act: { kind: 'start' }, reason: 'Better answers' });
  await admin.goto(`${product.url}/collections/told/migrations/${id}`);
  await expect(next(admin)).toContainText('Waits for golden queries', { timeout: 40_000 });

  await admin.goto(`${product.url}/history`);
  const started = admin.getByRole('listitem').filter({ hasText: 'Started to move Told to another index' });
  await expect(started).toContainText('Better answers');
  await expect(started.getByRole('button', { name: /^Restore/ })).toHaveCount(0);
  await started.getByRole('button').first().click();
  await expect(started).toContainText('the new index is being opened');
  await expect(started).not.toContainText('Other settings');
  const made = admin.getByRole('listitem').filter({ hasText: 'Told, created' });
  await made.getByRole('button', { name: /^Restore/ }).click();
  await expect(admin.getByRole('dialog')).toContainText('The indexes of Told are not as they were then');
  await expect(admin.getByRole('dialog')).toContainText('“Reverse”');
});
