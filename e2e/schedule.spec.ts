import { newly, valueFlag } from './flags.ts';
import { evaluated, expect, test } from './product.ts';

/** A time as the browser's own field takes it: local, to the second. */
const local = (date: Date): string => {
  const moved = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return moved.toISOString().slice(0, 19);
};

test('a scheduled split happens by itself, and another one is called off', async ({
  admin,
  product,
  mutate,
}) => {
  await mutate('flags.save', newly(valueFlag('schedule-test', 'Schedule test')));
  await admin.goto(`${product.url}/flags/schedule-test`);
  const dialog = admin.getByRole('dialog');
  await admin.getByRole('button', { name: 'Schedule a change…' }).click();
  await dialog.getByLabel('Reason').fill('Over the weekend');
  await dialog.getByRole('button', { name: 'Schedule', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(admin.getByText('Switches off', { exact: true })).toBeVisible();

  await admin.getByRole('button', { name: 'Schedule a change…' }).click();
  await dialog.getByText('What everyone else gets').click();
  await dialog.getByLabel('Share of On for everyone else (%)').fill('100');
  await dialog.getByLabel('Reason').fill('The launch');
  await dialog.getByLabel('When').fill(local(new Date(Date.now() + 4_000)));
  await dialog.getByRole('button', { name: 'Schedule', exact: true }).click();
  await expect(dialog).toBeHidden();
  const value = async () => (await evaluated(product, 'schedule-test', { targetingKey: 'ada' })).value;
  expect(await value()).toBe(false);
  await expect(admin.getByRole('img', { name: 'Now: On 100%' })).toBeVisible({ timeout: 20_000 });
  expect(await value()).toBe(true);

  await admin.getByRole('button', { name: 'Call off: Switches off' }).click();
  await dialog.getByLabel('Reason').fill('Not this weekend');
  await dialog.getByRole('button', { name: 'Call it off' }).click();
  await expect(admin.getByText('Nothing will change by itself.')).toBeVisible();
  await admin.getByRole('tab', { name: 'History' }).click();
  await expect(admin.getByText('The launch').first()).toBeVisible();
});
