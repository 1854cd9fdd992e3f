import type { Page } from '@playwright/test';
import { newly, valueFlag } from './flags.ts';
import { evaluated, expect, test } from './product.ts';

const key = 'editor-test';
const page = `/flags/${key}`;
const ruleNames = (admin: Page) =>
  admin
    .getByRole('textbox', { name: /^Name of rule/ })
    .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));

test.describe.configure({ mode: 'serial' });

test('rules with conditions of every kind, a split and people named one by one are saved, and obeyed at once', async ({
  admin,
  product,
  mutate,
}) => {
  await mutate('flags.save', newly(valueFlag(key, 'Editor test')));
  await admin.goto(product.url + page);
  await admin.getByRole('button', { name: 'Edit targeting' }).click();

  await admin.getByRole('textbox', { name: 'On', exact: true }).fill('ada\ngrace');

  await admin.getByRole('button', { name: 'Add rule' }).click();
  await admin.getByLabel('Name of rule 1').fill('New apps of paying customers');
  const condition = (number: number) => admin.getByRole('group', { name: `Condition ${number}` });
  const choose = async (number: number, attribute: string, operator: string) => {
    if (number > 1) await admin.getByRole('button', { name: 'Add condition' }).click();
    await condition(number).getByLabel('Attribute').fill(attribute);
    await condition(number).getByLabel('Operator').selectOption({ label: operator });
  };
  await choose(1, 'appVersion', 'is this version or later');
  await condition(1).getByLabel('Value for appVersion').fill('2.1.0');
  await choose(2, 'tier', 'is this tier or higher');
  await condition(2).getByLabel('Tiers, the lowest first').fill('free,pro,enterprise');
  await condition(2).getByLabel('Tiers, the lowest first').blur();
  await condition(2).getByLabel('At least this tier').selectOption('pro');
  await choose(3, 'address', 'is in one of the networks');
  await condition(3).getByLabel('Value for address').fill('10.0.0.0/8');
  await condition(3).getByLabel('Value for address').blur();
  await choose(4, 'signedUpAt', 'is after');
  await condition(4).getByLabel('Date and time for signedUpAt').fill('2026-01-01T00:00');
  await choose(5, 'seats', 'is more than');
  await condition(5).getByLabel('Value for seats').fill('4');
  await choose(6, 'country', 'is one of');
  await condition(6).getByLabel('Value for country', { exact: true }).fill('DE,FR');
  await condition(6).getByLabel('Value for country', { exact: true }).blur();

  await admin.getByRole('button', { name: 'Add rule' }).click();
  await admin.getByLabel('Name of rule 2').fill('Beta testers');
  await admin.getByLabel('How the rule says whom it meets').last().getByText('A segment').click();
  await expect(admin.getByLabel('Segment', { exact: true })).toHaveValue('beta-testers');

  await admin.getByLabel('Share of On for everyone else (%)').fill('12.345');
  await admin.getByLabel('Reason').fill('A whole edit');
  await admin.getByRole('button', { name: 'Save changes' }).click();
  await expect(admin.getByRole('button', { name: 'Edit targeting' })).toBeVisible();
  await expect(admin.getByRole('img', { name: 'Now: Off 87.655%, On 12.345%' })).toBeVisible();

  const fits = {
    targetingKey: 'linus',
    appVersion: '2.3.0',
    tier: 'enterprise',
    address: '10.1.2.3',
    signedUpAt: '2026-06-01T10:00:00Z',
    seats: 5,
    country: 'FR',
  };
  const got = async (context: object) => (await evaluated(product, key, context)).reason;
  expect(await evaluated(product, key, fits)).toMatchObject({ value: true, reason: 'TARGETING_MATCH' });
  for (const other of [
    { appVersion: '2.1.0-beta.1' },
    { tier: 'free' },
    { address: '192.168.0.1' },
    { signedUpAt: '2025-06-01T10:00:00Z' },
    { seats: 4 },
    { country: 'US' },
  ])
    expect(await got({ ...fits, ...other })).toBe('SPLIT');
  expect(await got({ targetingKey: 'linus', beta: true, tier: 'pro' })).toBe('TARGETING_MATCH');
  expect(await evaluated(product, key, { targetingKey: 'grace' })).toMatchObject({
    value: true,
    reason: 'TARGETING_MATCH',
  });
});

test('rules change places by keyboard and by drag', async ({ admin, product }) => {
  await admin.goto(product.url + page);
  await admin.getByRole('button', { name: 'Edit targeting' }).click();
  const down = admin.getByRole('button', { name: 'Move down: New apps of paying customers' });
  await down.focus();
  await admin.keyboard.press('Enter');
  expect(await ruleNames(admin)).toEqual(['Beta testers', 'New apps of paying customers']);
  await expect(down).toBeFocused();
  await expect(admin.getByText('New apps of paying customers is now number 2 of 2')).toBeAttached();

  const middle = async (index: number) => {
    const box = await admin.getByTitle('Drag to reorder').nth(index).boundingBox();
    if (!box) throw new Error('A rule without a handle');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  await admin.getByTitle('Drag to reorder').first().scrollIntoViewIfNeeded();
  const [from, to] = [await middle(1), await middle(0)];
  await admin.mouse.move(from.x, from.y);
  await admin.mouse.down();
  await admin.mouse.move(to.x, to.y - 30, { steps: 8 });
  await admin.mouse.up();
  expect(await ruleNames(admin)).toEqual(['New apps of paying customers', 'Beta testers']);

  await down.press('Enter');
  await admin.getByLabel('Reason').fill('Beta testers first');
  await admin.getByRole('button', { name: 'Save changes' }).click();
  await expect(admin.getByText('1. Beta testers')).toBeVisible();
  await expect(admin.getByText('2. New apps of paying customers')).toBeVisible();
});

test('what cannot be saved is named beside its field, and leaving asks first', async ({ admin, product }) => {
  await admin.goto(product.url + page);
  await admin.getByRole('button', { name: 'Edit targeting' }).click();
  await admin.getByRole('button', { name: 'Add rule' }).click();
  await admin.getByLabel('Reason').fill('Too early');
  await admin.getByRole('button', { name: 'Save changes' }).click();
  await expect(admin.getByLabel('Name of rule 3')).toBeFocused();
  await expect(admin.getByText('List at least one value')).toBeVisible();
  await admin.getByRole('link', { name: 'Segments', exact: true }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Stay' }).click();
  await expect(admin.getByLabel('Name of rule 3')).toBeVisible();
  await admin.getByRole('link', { name: 'Segments', exact: true }).click();
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await expect(admin).toHaveURL(/segments/);
});

test('two editors at once: both see both, and the second puts theirs on top', async ({
  admin,
  product,
  mutate,
}) => {
  await admin.goto(product.url + page);
  await admin.getByRole('button', { name: 'Edit targeting' }).click();
  // The variants have names too; the flag's own stands below them.
  const name = admin.getByLabel('Name', { exact: true }).last();
  await name.fill('Named by me');
  const shown = await admin.request.get(
    `${product.url}/trpc/flags.get?input=${encodeURIComponent(JSON.stringify({ flag: key }))}`,
  );
  const { flag, version } = (await shown.json()).result.data;
  await mutate('flags.save', {
    flag: { ...flag, owner: 'Their team' },
    expectedVersion: version,
    reason: 'theirs',
  });
  await admin.getByLabel('Reason').fill('mine');
  await admin.getByRole('button', { name: 'Save changes' }).click();
  const conflict = admin.getByRole('alert').filter({ hasText: 'They wrote: “theirs”' });
  await expect(conflict.getByText('Their team')).toBeVisible();
  await expect(conflict.getByText('Named by me')).toBeVisible();
  await conflict.getByRole('button', { name: 'Put mine on top of theirs' }).click();
  await expect(admin.getByLabel('Owner')).toHaveValue('Their team');
  await expect(name).toHaveValue('Named by me');
  await admin.getByRole('button', { name: 'Save changes' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'Named by me' })).toBeVisible();
  await expect(admin.getByText('Their team').first()).toBeVisible();
});
