import { readFile, writeFile } from 'node:fs/promises';
import { newly, valueFlag } from './flags.ts';
import { expect, test } from './product.ts';

test.describe.configure({ mode: 'serial' });

test('the audit page says that every chain is whole, and checks it against a head that was kept', async ({
  admin,
  product,
}) => {
  await admin.goto(`${product.url}/audit`);
  await expect(admin.getByText('production: the chain is whole')).toBeVisible();
  await admin.getByRole('button', { name: 'Signed head' }).click();
  const head = String(await admin.getByRole('region', { name: 'Signed head' }).textContent());
  await admin.getByRole('button', { name: 'Check against a kept head' }).click();
  const kept = admin.getByLabel('A signed head, as it was copied here before');
  await kept.fill(head);
  await admin.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(admin.getByText('production: the chain is whole')).toBeVisible();
  const { hash } = JSON.parse(head) as { hash: string };
  await kept.fill(head.replace(hash, hash.replaceAll(/[0-9a-f]/g, 'a')));
  await admin.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(admin.getByText('production: the chain is broken')).toBeVisible();
  await admin.getByRole('button', { name: 'Check them all' }).click();
  await expect(admin.getByText('system: the chain is whole')).toBeVisible();
});

test('what anybody got at a revision stands beside what they get now', async ({ admin, product, mutate }) => {
  const flag = valueFlag('then', 'Then', { fallthrough: { kind: 'variant', variant: 'on' } });
  const { revision } = (await mutate('flags.save', newly(flag))) as { revision: number };
  await mutate('flags.save', {
    flag: { ...flag, on: false },
    expectedVersion: revision,
    reason: 'Off',
  });
  await admin.goto(`${product.url}/audit`);
  await admin.getByRole('combobox', { name: 'Flag' }).click();
  await admin.getByRole('option', { name: 'Then', exact: true }).click();
  await admin.getByLabel('Targeting key').fill('ada');
  await admin.getByLabel('Revision', { exact: true }).fill(String(revision));
  await admin.getByRole('button', { name: 'Evaluate' }).click();
  const table = admin.getByRole('table', { name: 'Then and now' });
  await expect(table.getByRole('row', { name: `Revision ${revision}` })).toContainText('On');
  await expect(table.getByRole('row', { name: 'Now' })).toContainText('DISABLED');
});

test('an export, changed outside, is compared and imported as one revision', async ({
  admin,
  product,
}, info) => {
  await admin.goto(`${product.url}/audit`);
  const [download] = await Promise.all([
    admin.waitForEvent('download'),
    admin.getByRole('button', { name: 'Download YAML' }).click(),
  ]);
  const file = info.outputPath('environment.yaml');
  await download.saveAs(file);
  const text = await readFile(file, 'utf8');
  await admin.locator('input[type=file]').setInputFiles(file);
  await expect(admin.getByText('The environment is as the document says.')).toBeVisible();
  await writeFile(file, text.replace('name: Then', 'name: Renamed outside'));
  await admin.reload();
  await admin.locator('input[type=file]').setInputFiles(file);
  await expect(admin.getByText('Renamed outside').first()).toBeVisible();
  await admin.getByRole('button', { name: 'Import 1 change…' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('From the repository');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog).toBeHidden();
  await admin.goto(`${product.url}/history`);
  await expect(admin.getByText('From the repository')).toBeVisible();
});

test('the whole environment goes back to a revision, after a preview rule by rule', async ({
  admin,
  product,
  mutate,
}) => {
  const { revision } = (await mutate('flags.save', newly(valueFlag('back', 'Back')))) as { revision: number };
  await mutate('flags.save', {
    flag: { ...valueFlag('back', 'Back'), name: 'Forth' },
    expectedVersion: revision,
    reason: 'Forth',
  });
  await admin.goto(`${product.url}/history`);
  await admin.getByRole('button', { name: `Restore to revision ${revision}`, exact: true }).click();
  const dialog = admin.getByRole('dialog');
  await expect(dialog.getByText('Forth')).toBeVisible();
  await expect(dialog.getByText('Back', { exact: true }).first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(dialog).toBeHidden();
  await admin.goto(`${product.url}/flags/back`);
  await expect(admin.getByRole('heading', { level: 1 })).toContainText('Back');
});

test('two environments stand side by side, and chosen resources are promoted with what they need', async ({
  admin,
  product,
  mutate,
}) => {
  await mutate('environments.create', { key: 'staging', name: 'Staging', copyFrom: 'production' });
  const inStaging = async (procedure: string, data: object) => {
    const response = await admin.request.post(`${product.url}/trpc/${procedure}`, {
      data,
      headers: { origin: product.url, 'knowngood-environment': 'staging' },
    });
    expect(response.ok(), await response.text()).toBe(true);
  };
  const conditions = [{ operator: 'exists', attribute: 'tier' }];
  const segment = { key: 'payers', name: 'Payers', conditions };
  await inStaging('segments.save', { segment, expectedVersion: 0, reason: 'New' });
  const rule = {
    id: 'payers',
    name: 'Payers first',
    match: { kind: 'segment', segment: 'payers' },
    serve: { kind: 'variant', variant: 'on' },
  };
  const flag = { ...valueFlag('proven', 'Proven'), rules: [rule] };
  await inStaging('flags.save', { flag, expectedVersion: 0, reason: 'New' });

  await admin.goto(`${product.url}/compare`);
  await expect(admin.getByText('2 differences')).toBeVisible();
  await expect(admin.getByText('Brings along: segment payers')).toBeVisible();
  await admin.getByRole('checkbox', { name: 'Flag Proven' }).check();
  await admin.getByRole('button', { name: /^Promote/ }).click();
  const dialog = admin.getByRole('dialog');
  await expect(dialog.getByText('Segment Payers')).toBeVisible();
  await dialog.getByLabel('Reason').fill('It has proved itself');
  await dialog.getByRole('button', { name: 'Promote', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(admin.getByText('Both are the same')).toBeVisible();
  await admin.goto(`${product.url}/flags/proven`);
  await expect(admin.getByRole('heading', { level: 1 })).toContainText('Proven');
});
