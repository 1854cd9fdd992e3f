import type { Browser, Page } from '@playwright/test';
import { expectSound, expectSoundEverywhere, visitOnPhone } from './looks.ts';
import { expect, type Product, test } from './product.ts';

test.describe.configure({ mode: 'default' });

const status = async ({ url }: Product, key: string) =>
  (await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status;

test('a key is shown once, works, and is refused with the next request after it was revoked', async ({
  admin,
  product,
}) => {
  await admin.goto(`${product.url}/settings/keys`);
  await admin.getByRole('button', { name: 'New key…' }).click();
  await admin.getByLabel('Name').fill('Checkout');
  await expectSound(admin, 'the form of a new key');
  await admin.getByRole('button', { name: 'Make the key' }).click();
  const key = (await admin.getByRole('region', { name: 'The new key' }).innerText()).trim();
  expect(key).toMatch(/^kg_[0-9a-f]{64}$/);
  await expectSound(admin, 'a new key');
  await admin.getByRole('button', { name: 'I have it' }).click();
  expect(await status(product, key)).toBe(200);
  await admin.reload();
  await expect(admin.getByRole('cell', { name: 'Checkout', exact: true })).toBeVisible();
  expect(await admin.content()).not.toContain(key);

  await admin.getByRole('button', { name: 'What to do with Checkout' }).click();
  await admin.getByRole('menuitem', { name: 'Revoke…' }).click();
  await expect(admin.getByRole('dialog')).toContainText('The next request with this key is refused');
  await admin.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(admin.getByRole('dialog')).toBeHidden();
  expect(await status(product, key)).toBe(401);
  await expect(admin.getByRole('cell', { name: 'Checkout', exact: true })).toBeHidden();
});

test('a key is replaced without a gap', async ({ admin, product }) => {
  await admin.goto(`${product.url}/settings/keys`);
  await admin.getByRole('button', { name: 'What to do with Demo' }).click();
  await admin.getByRole('menuitem', { name: 'Replace with a new key…' }).click();
  await admin.getByRole('button', { name: 'Make the new key' }).click();
  const key = (await admin.getByRole('region', { name: 'The new key' }).innerText()).trim();
  expect([await status(product, key), await status(product, product.key)]).toEqual([200, 200]);
  await admin.getByRole('button', { name: 'I have it' }).click();
  await expect(admin.getByText('another has taken its place')).toBeVisible();
});

/** A second person in a browser of their own. */
async function join(browser: Browser, link: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('A password').fill('correct horse battery');
  await expectSound(page, 'the invitation');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  return page;
}

test('somebody is invited, joins, gets another role, and is removed', async ({ admin, product, browser }) => {
  await admin.goto(`${product.url}/settings/people`);
  await admin.getByRole('button', { name: 'Invite…' }).click();
  await admin.getByLabel('E-mail').fill('ada@example.com');
  await expectSound(admin, 'the form of an invitation');
  await admin.getByRole('button', { name: 'Make the link' }).click();
  const link = (await admin.getByRole('region', { name: "The invitation's link" }).innerText()).trim();
  await admin.getByRole('button', { name: 'I have it' }).click();
  await expect(admin.getByText('ada@example.com')).toBeVisible();

  const ada = await join(browser, link);
  await expect(ada.getByRole('button', { name: /Stop everything/ })).toBeHidden();
  await ada.goto(`${product.url}/settings/keys`);
  await expect(ada.getByText('For admins')).toBeVisible();

  await admin.reload();
  await admin.getByRole('region', { name: 'Ada' }).getByRole('button', { name: 'Roles…' }).click();
  await admin.getByRole('combobox', { name: 'In Production' }).click();
  await admin.getByRole('option', { name: 'Release manager' }).click();
  await expect(admin.getByRole('combobox', { name: 'In Production' })).toHaveValue('Release manager');
  await expectSound(admin, 'the roles of a person');
  await admin.getByRole('button', { name: 'Done' }).click();
  await ada.goto(product.url);
  await expect(ada.getByRole('button', { name: /Stop everything/ }).first()).toBeVisible();

  await ada.goto(`${product.url}/settings/account`);
  await ada.getByRole('button', { name: 'Turn it on…' }).click();
  await ada.getByLabel('Your password').fill('correct horse battery');
  await ada.getByRole('button', { name: 'Go on' }).click();
  await expect(ada.getByRole('region', { name: 'Backup codes' })).toBeVisible();
  await expectSound(ada, 'backup codes');

  await admin.getByRole('button', { name: 'What to do with Ada' }).click();
  await admin.getByRole('menuitem', { name: 'Remove…' }).click();
  const remove = admin.getByRole('button', { name: 'Remove', exact: true });
  await expect(remove).toBeDisabled();
  await admin.getByLabel('Type ada@example.com to confirm').fill('ada@example.com');
  await remove.click();
  await expect(admin.getByRole('region', { name: 'Ada' })).toBeHidden();
  await ada.goto(product.url);
  await expect(ada.getByRole('heading', { name: 'Sign in to Knowngood' })).toBeVisible();
  await ada.context().close();
});

test('an environment is made, entered, changed by itself, left and archived', async ({ admin, product }) => {
  await admin.goto(`${product.url}/settings/environments`);
  await admin.getByRole('button', { name: 'New environment…' }).click();
  await admin.getByLabel('Name').fill('Staging');
  await expect(admin.getByRole('textbox', { name: 'Key' })).toHaveValue('staging');
  await expectSound(admin, 'the form of a new environment');
  await admin.getByRole('button', { name: 'Make it' }).click();
  await expect(admin.getByRole('region', { name: 'Staging' })).toBeVisible();

  await admin.getByRole('button', { name: 'Environment: Production. Switch…' }).click();
  await expectSound(admin, 'the environments to switch to');
  await admin.getByRole('menuitem', { name: /Staging/ }).click();
  await expect(admin.getByRole('button', { name: 'Environment: Staging. Switch…' })).toBeVisible();
  for (const page of [
    '/',
    '/flags',
    '/flags/docs-answer',
    '/segments',
    '/units',
    '/history',
    '/settings/keys',
  ]) {
    await admin.goto(product.url + page);
    await expect(admin.getByRole('button', { name: 'Environment: Staging. Switch…' })).toBeVisible();
    await expect(admin.getByRole('heading', { level: 1 })).toBeVisible();
  }
  await expect(admin.getByText('No key works here')).toBeVisible();
  await admin.goto(product.url);
  await admin
    .getByRole('button', { name: /Stop everything/ })
    .first()
    .click();
  await admin.getByRole('dialog').getByText('Serve known good').click();
  await admin.getByRole('button', { name: 'Switch to known good' }).click();
  await expect(admin.getByRole('region', { name: 'Override on everything' })).toBeVisible();

  await admin.getByRole('button', { name: 'Environment: Staging. Switch…' }).click();
  await admin.getByRole('menuitem', { name: /Production/ }).click();
  await expect(admin.getByRole('button', { name: 'Environment: Production. Switch…' })).toBeVisible();
  await expect(admin.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await expect(admin.getByRole('region', { name: 'Override on everything' })).toBeHidden();

  await admin.goto(`${product.url}/settings/environments`);
  await admin.getByRole('region', { name: 'Staging' }).getByRole('button', { name: 'Archive…' }).click();
  await admin.getByLabel('Type staging to confirm').fill('staging');
  await admin.getByRole('button', { name: 'Archive', exact: true }).click();
  await expect(
    admin.getByRole('region', { name: 'Staging' }).getByText('archived', { exact: true }),
  ).toBeVisible();
  await admin.getByRole('region', { name: 'Staging' }).getByRole('button', { name: 'Go there' }).click();
  await expect(admin.getByText('Staging is archived')).toBeVisible();
  await expectSound(admin, 'an archived environment');
});

test('the settings are free of axe findings and fit their window', async ({ admin, product }) => {
  test.setTimeout(120_000);
  for (const page of ['account', 'people', 'keys', 'environments']) {
    await visitOnPhone(admin, `${product.url}/settings/${page}?environment=production`);
    await expectSoundEverywhere(admin, page);
  }
});
