import OpenAI from 'openai';
import { expect, type Product, test } from './product.ts';

const flagPage = '/flags/docs-answer';

/** One call through the real SDK; answers the variant that served it. */
async function served(product: Product, user = 'ada'): Promise<string | null> {
  const openai = new OpenAI({ apiKey: product.key, baseURL: `${product.url}/v1`, maxRetries: 0 });
  const messages = [{ role: 'user' as const, content: 'What is an override?' }];
  const { response } = await openai.chat.completions
    .create({ model: 'docs-answer', messages, user })
    .withResponse();
  return response.headers.get('knowngood-variant');
}

test.describe.configure({ mode: 'serial' });

test('the overview says what is live, and a call shows up without a reload', async ({ admin, product }) => {
  await expect(admin.getByRole('link', { name: 'Documentation answers' }).first()).toBeVisible();
  await expect(admin.getByText('simulator', { exact: false }).first()).toBeVisible();
  await expect(admin.getByText('80%').first()).toBeVisible();
  await admin.goto(`${product.url}${flagPage}?tab=calls`);
  await served(product, 'first-visitor');
  await expect(admin.getByRole('row').nth(1)).toContainText(/Concise|Thorough/, { timeout: 5_000 });
});

test('after the split moves to 100%, the next call of every client is served by the other unit', async ({
  admin,
  product,
}) => {
  expect(await served(product)).toBe('concise');
  expect(await product.example('openai')).toContain('(concise,');
  expect(await product.example('trpc')).toContain('(concise because SPLIT');

  await admin.goto(product.url + flagPage);
  const share = admin.getByLabel('Share of Thorough (%)');
  await expect(share).toHaveValue('20');
  await share.fill('100');
  await share.blur();
  await admin.getByLabel('Reason').first().fill('Thorough answers did well');
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByRole('img', { name: 'Now: Thorough 100%' })).toBeVisible();

  expect(await served(product)).toBe('thorough');
  expect(await product.example('openai')).toContain('(thorough,');
  expect(await product.example('trpc')).toContain('(thorough because SPLIT');
});

test('after the kill switch, the next call of every client gets the static answer, until it is lifted', async ({
  admin,
  product,
}) => {
  await admin.goto(product.url + flagPage);
  await admin.getByRole('button', { name: 'Kill', exact: true }).click();
  await admin.getByRole('button', { name: 'Kill now' }).click();
  await expect(admin.getByRole('button', { name: 'Lift override' })).toBeVisible();

  expect(await served(product)).toBe('unavailable');
  expect(await product.example('openai')).toContain('not available right now');
  expect(await product.example('trpc')).toContain('(unavailable because OVERRIDE');

  await admin.getByRole('button', { name: 'Lift override' }).click();
  await admin.getByRole('button', { name: 'Lift', exact: true }).click();
  await expect(admin.getByRole('button', { name: 'Lift override' })).toBeHidden();
  expect(await served(product)).toBe('thorough');
});

test('everything goes to known good at once, and the banner says so on every page', async ({
  admin,
  product,
}) => {
  await admin
    .getByRole('button', { name: /Stop everything/ })
    .first()
    .click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByText('Serve known good').click();
  await dialog.getByRole('button', { name: 'Switch to known good' }).click();
  await expect(dialog).toBeHidden();
  expect(await served(product)).toBe('concise');
  for (const page of ['/', '/flags', '/history']) {
    await admin.goto(product.url + page);
    await expect(admin.getByText(/Everything is on known good/)).toBeVisible();
  }
  await admin
    .getByRole('button', { name: 'Lift', exact: true })
    .or(admin.getByRole('button', { name: /Lift/ }))
    .first()
    .click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Lift', exact: true }).click();
  await expect(admin.getByText(/Everything is on known good/)).toBeHidden();
  expect(await served(product)).toBe('thorough');
});

test('who gets what is told with every step that was looked at', async ({ admin, product }) => {
  await admin.goto(`${product.url}${flagPage}?tab=tester`);
  await admin.getByLabel('Targeting key').fill('ada');
  await expect(admin.getByText(/bucket 99,647 of 100,000/)).toBeVisible();
  await expect(admin.getByText('No override is in force.')).toBeVisible();
});

test('history shows the changes in words, and a restore brings back the exact earlier split', async ({
  admin,
  product,
}) => {
  await admin.goto(`${product.url}${flagPage}?tab=history`);
  await expect(admin.getByText('80% Concise, 20% Thorough').first()).toBeVisible();
  await expect(admin.getByText('Thorough answers did well').first()).toBeVisible();
  await admin.getByRole('button', { name: 'Restore to revision 3', exact: true }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('Back to the first split');
  await dialog.getByRole('button', { name: /Restore/ }).click();
  await expect(dialog).toBeHidden();
  expect(await served(product)).toBe('concise');
});

test('two people at once: the second sees the other’s change and keeps what was typed', async ({
  admin,
  product,
  session,
  browser,
}) => {
  const other = await (await browser.newContext()).newPage();
  await other.context().addCookies(session.cookies);
  await admin.goto(product.url + flagPage);
  await other.goto(product.url + flagPage);
  const move = async (page: typeof admin, percent: string, reason: string) => {
    await page.getByLabel('Share of Thorough (%)').fill(percent);
    await page.getByLabel('Share of Thorough (%)').blur();
    await page.getByLabel('Reason').first().fill(reason);
  };
  await move(admin, '35', 'mine');
  await move(other, '40', 'theirs');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByRole('img', { name: /Now: .*Thorough 40%/ })).toBeVisible();
  await admin.getByRole('button', { name: 'Save' }).click();
  const conflict = admin.getByRole('alert').filter({ hasText: 'They wrote: “theirs”' });
  await expect(conflict.getByRole('img', { name: /Theirs, live now: .*Thorough 40%/ })).toBeVisible();
  await expect(admin.getByLabel('Share of Thorough (%)')).toHaveValue('35');
  await conflict.getByRole('button', { name: 'Apply mine on top' }).click();
  await expect(admin.getByRole('img', { name: /Now: .*Thorough 35%/ })).toBeVisible();
  await other.context().close();
});

test('the command palette reaches a page and the kill switch of a flag', async ({ admin }) => {
  await admin.keyboard.press('Control+k');
  const search = admin.getByLabel('Search pages, flags and actions');
  await search.fill('kill doc');
  await admin.getByText(/Kill Documentation answers/).click();
  await expect(admin.getByRole('button', { name: 'Kill now' })).toBeVisible();
  await admin.keyboard.press('Escape');
  await admin.keyboard.press('Control+k');
  await search.fill('history');
  await admin.keyboard.press('Enter');
  await expect(admin).toHaveURL(/\/history/);
});

test('signing out ends the session, and a stranger sees only how to sign in', async ({
  product,
  browser,
}) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${product.url}/flags`);
  await expect(page).toHaveURL(/sign-in/);
  await expect(page.getByText('npm run sign-in-link')).toBeVisible();
  await page.context().close();
});
