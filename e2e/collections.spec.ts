import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from './product.ts';
import { secondPerson } from './secondPerson.ts';

test('the documentation of the demo shows its documents, and a search finds the right one', async ({
  admin,
  product,
}) => {
  await admin.goto(`${product.url}/collections`);
  const row = admin.getByRole('row').filter({ hasText: 'Documentation' });
  await expect(row).toContainText('Lexical');
  await row.getByRole('link', { name: 'Documentation', exact: true }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'Documentation' })).toBeVisible();
  const index = admin.getByRole('region', { name: 'Index version Words, 256 dimensions' });
  await expect(index).toContainText('knows no meaning');
  await expect(index).toContainText('100%', { timeout: 20_000 });

  const documents = admin.getByRole('region', { name: 'Documents', exact: true });
  await expect(documents.getByRole('row')).toHaveCount(26);
  const first = await documents.getByRole('row').nth(1).textContent();
  await admin.getByRole('button', { name: 'Later ids' }).click();
  await expect(admin.getByText('26 to 50')).toBeVisible();
  await expect(documents.getByRole('row').nth(1)).not.toHaveText(first ?? '');
  await admin.getByRole('button', { name: 'Earlier ids' }).click();
  await expect(documents.getByRole('row').nth(1)).toHaveText(first ?? '');
  await admin.getByLabel('Documents whose id begins with').fill('docs/collections.md');
  await admin.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(documents.getByRole('row').filter({ hasText: 'docs/calling.md' })).toHaveCount(0);
  await expect(documents.getByRole('row').filter({ hasText: 'docs/collections.md' }).first()).toBeVisible();

  await admin.getByLabel('Search the documents').fill('What does the kill switch serve?');
  await admin.getByRole('button', { name: 'Search', exact: true }).click();
  const best = admin.getByRole('list', { name: 'Passages' }).getByRole('listitem').first();
  await expect(best).toContainText('What the kill switch serves');
  await expect(best).toContainText('docs/changing.md');
  await expect(admin.getByText(/answered by Words, 256 dimensions in [\d.]+ m?s/)).toBeVisible();
  await best.getByRole('button').click();
  const dialog = admin.getByRole('dialog');
  await expect(dialog.getByRole('region', { name: 'Text of the document' })).toContainText('calls no model');
  await dialog.getByText('Chunks', { exact: true }).click();
  await expect(dialog.getByRole('list', { name: 'Chunks' })).toContainText('calls no model');
});

test('a collection is made, filled with the command that its page shows, searched, renamed and deleted', async ({
  admin,
  product,
  mutate,
}) => {
  await admin.goto(`${product.url}/collections`);
  await admin.getByRole('button', { name: 'New collection…' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Shop rules');
  await expect(dialog.getByLabel('Key')).toHaveValue('shop-rules');
  await dialog.getByLabel('Reason').fill('The shop assistant needs them');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'Shop rules' })).toBeVisible();
  await expect(admin.getByText('It has no documents yet.')).toBeVisible();

  const { key } = (await mutate('keys.create', { name: 'Shop', scopes: ['ingest'] })) as { key: string };
  const command = await admin.getByRole('region', { name: 'Ingest with curl' }).textContent();
  const { stdout } = await promisify(execFile)('bash', ['-c', `${command} --silent --show-error`], {
    env: { PATH: process.env.PATH, KNOWNGOOD_API_KEY: key },
    timeout: 20_000,
  });
  expect(JSON.parse(stdout)).toMatchObject({
    result: { data: { documents: [{ id: 'returns', result: 'written' }] } },
  });

  const documents = admin.getByRole('region', { name: 'Documents', exact: true });
  await expect(documents.getByRole('row').filter({ hasText: 'returns' })).toContainText('1 chunk');
  await expect(admin.getByRole('region', { name: 'Ingest with curl' })).toHaveCount(0);
  await admin.getByLabel('Search the documents').fill('send a parcel back');
  await admin.getByLabel('Search the documents').press('Enter');
  await expect(admin.getByRole('list', { name: 'Passages' })).toContainText('within 30 days');

  await fetch(`${product.url}/trpc/ai.ingest.remove`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ collection: 'shop-rules', ids: ['returns'] }),
  });
  await expect(documents.getByText('Tombstone: removed by its owner')).toBeVisible({ timeout: 15_000 });

  await admin.getByRole('button', { name: 'Rename…' }).click();
  await dialog.getByLabel('Name').fill('Rules of the shop');
  await dialog.getByLabel('Reason').fill('Plainer');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'Rules of the shop' })).toBeVisible();

  await admin.getByRole('button', { name: 'Delete…' }).click();
  await dialog.getByLabel('Reason').fill('No longer sold');
  await expect(dialog.getByRole('button', { name: 'Delete' })).toBeDisabled();
  await dialog.getByLabel('Type shop-rules to confirm').fill('shop-rules');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'Collections' })).toBeVisible();
  await expect(admin.getByRole('link', { name: 'Documentation', exact: true })).toBeVisible();
  await expect(admin.getByRole('link', { name: 'Rules of the shop' })).toHaveCount(0);
});

test('deleting a collection that a flag retrieves from says so first', async ({ admin, product }) => {
  await admin.goto(`${product.url}/collections/docs`);
  await admin.getByRole('button', { name: 'Delete…' }).click();
  await expect(admin.getByRole('dialog')).toContainText('the flags "docs-answer" retrieve from it');
  await admin.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'Documentation' })).toBeVisible();
});

test('a viewer reads and searches, and is offered nothing that would be refused', async ({
  browser,
  mutate,
  product,
}) => {
  const viewer = await secondPerson(browser, product, mutate, 'viewer');
  await viewer.goto(`${product.url}/collections`);
  await expect(viewer.getByRole('link', { name: 'Documentation', exact: true })).toBeVisible();
  await expect(viewer.getByRole('button', { name: 'New collection…' })).toHaveCount(0);
  await viewer.goto(`${product.url}/collections/docs`);
  await viewer.getByLabel('Search the documents').fill('kill switch');
  await viewer.getByLabel('Search the documents').press('Enter');
  await expect(viewer.getByRole('list', { name: 'Passages' })).toContainText('kill switch');
  expect(viewer.url()).not.toContain('kill');
  await expect(viewer.getByRole('button', { name: /^(Delete|Rename)…$/ })).toHaveCount(0);
  await viewer.context().close();

  const editor = await secondPerson(browser, product, mutate, 'editor');
  await editor.goto(`${product.url}/collections/docs`);
  await expect(editor.getByRole('button', { name: 'Rename…' })).toBeEnabled();
  await expect(editor.getByRole('button', { name: 'Delete…' })).toBeDisabled();
  await editor.context().close();
});
