import { newly, valueFlag } from './flags.ts';
import { evaluated, expect, test } from './product.ts';

test('a value flag from nothing: created in two steps, switched on, and its value changed', async ({
  admin,
  product,
}) => {
  await admin.goto(`${product.url}/flags`);
  await admin.getByRole('button', { name: 'New flag…' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Greeting of the day');
  await expect(dialog.getByLabel('Key')).toHaveValue('greeting-of-the-day');
  await dialog.getByRole('radio', { name: 'A value' }).check();
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByLabel('Its values are').selectOption('string');
  await dialog.getByLabel('Value', { exact: true }).first().fill('Hello');
  await dialog.getByLabel('Value', { exact: true }).last().fill('Good morning');
  await dialog.getByLabel('Reason').fill('A friendlier start');
  await dialog.getByRole('button', { name: 'Create flag' }).click();

  await expect(admin.getByRole('heading', { level: 1, name: 'Greeting of the day' })).toBeVisible();
  const value = async () => (await evaluated(product, 'greeting-of-the-day', { targetingKey: 'ada' })).value;
  expect(await value()).toBe('Hello');

  await admin.getByRole('switch', { name: 'Off: turn the flag on' }).press('Space');
  await admin.getByRole('dialog').getByLabel('Reason').fill('Ready');
  await admin.getByRole('dialog').getByRole('button', { name: 'Turn on' }).click();
  await expect(admin.getByRole('switch', { name: 'On: turn the flag off' })).toBeVisible();
  await admin.getByRole('button', { name: 'Set Other to 100%' }).click();
  await admin.getByLabel('Reason').fill('Everyone');
  await admin.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(admin.getByRole('img', { name: 'Now: Other 100%' })).toBeVisible();
  expect(await value()).toBe('Good morning');

  await admin.getByRole('button', { name: 'Edit targeting' }).click();
  await admin.getByLabel('Value', { exact: true }).last().fill('Good evening');
  await admin.getByLabel('Reason').fill('It is late');
  await admin.getByRole('button', { name: 'Save changes' }).click();
  await expect(admin.getByRole('button', { name: 'Edit targeting' })).toBeVisible();
  expect(await value()).toBe('Good evening');
});

test('a call flag is created with a registered unit, and a key that is taken is refused', async ({
  admin,
  product,
}) => {
  await admin.goto(`${product.url}/flags`);
  await admin.getByRole('button', { name: 'New flag…' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Ticket replies');
  await dialog.getByLabel('Key').fill('docs-answer');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await expect(dialog.getByText('Another flag has this key')).toBeVisible();
  await dialog.getByLabel('Key').fill('ticket-replies');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByRole('combobox', { name: 'Known-good unit' }).click();
  await admin.getByRole('option', { name: /sim-concise/ }).click();
  await dialog.getByLabel('Reason').fill('Replies by the assistant');
  await dialog.getByRole('button', { name: 'Create flag' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'Ticket replies' })).toBeVisible();
  await expect(admin.getByText(/The flag is off: everyone gets Fixed answer/)).toBeVisible();
});

test('many flags are found, tagged and turned off at once, as one revision', async ({
  admin,
  product,
  mutate,
}) => {
  const keys = ['many-a', 'many-b', 'many-c'];
  for (const key of keys) await mutate('flags.save', newly(valueFlag(key, `Many ${key.at(-1)}`)));
  await admin.goto(`${product.url}/flags`);
  await admin.getByLabel('Search flags').fill('many');
  await expect(admin.getByRole('link', { name: /^Many/ })).toHaveCount(3);
  await admin.getByLabel('Select all that were found').check();
  await expect(admin.getByText('3 flags selected')).toBeVisible();
  await admin.getByRole('button', { name: 'Add tag…' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Tag' }).fill('sale');
  await dialog.getByLabel('Reason').fill('For the sale');
  await dialog.getByRole('button', { name: 'Add a tag to 3 flags' }).click();
  await expect(dialog).toBeHidden();
  await admin.getByRole('combobox', { name: 'Tag' }).fill('sale');
  await admin.getByRole('option', { name: 'sale' }).click();
  await admin.getByLabel('Search flags').fill('');
  await expect(admin).toHaveURL(/tag=sale/);
  await expect(admin.getByRole('link', { name: /^Many/ })).toHaveCount(3);

  await admin.getByLabel('Select Many c').check();
  await admin.getByLabel('Select Many b').check();
  await admin.getByRole('button', { name: 'Turn off…' }).click();
  await expect(dialog.getByText('Many b, Many c. Every caller of these flags')).toBeVisible();
  await dialog.getByLabel('Reason').fill('The sale is over');
  await dialog.getByRole('button', { name: 'Turn off 2 flags' }).click();
  await expect(dialog).toBeHidden();
  await expect(admin.getByRole('row', { name: /Many [bc]/ }).getByText('Off', { exact: true })).toHaveCount(
    2,
  );
  await admin.goto(`${product.url}/history`);
  await expect(admin.getByText('The sale is over')).toHaveCount(1);
});
