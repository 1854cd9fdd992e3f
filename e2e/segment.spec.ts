import { newly, valueFlag } from './flags.ts';
import { evaluated, expect, test } from './product.ts';

test('a segment is created, tested before it is saved, edited, and says where it counts', async ({
  admin,
  product,
  mutate,
}) => {
  await admin.goto(`${product.url}/segments`);
  await admin.getByRole('button', { name: 'New segment…' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Big teams');
  await expect(dialog.getByLabel('Key')).toHaveValue('big-teams');
  await dialog.getByLabel('Attribute').fill('seats');
  await dialog.getByLabel('Operator').selectOption({ label: 'is at least' });
  await dialog.getByLabel('Value for seats').fill('50');
  await dialog.getByLabel('Reason').fill('They get features first');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'Big teams' })).toBeVisible();
  await expect(admin.getByText('Not used by any flag.')).toBeVisible();

  const rule = {
    id: 'big',
    name: 'Big teams first',
    match: { kind: 'segment' as const, segment: 'big-teams' },
    serve: { kind: 'variant' as const, variant: 'on' },
  };
  await mutate('flags.save', newly(valueFlag('segment-test', 'Segment test', { rules: [rule] })));
  await expect(admin.getByRole('link', { name: 'Segment test' })).toBeVisible();
  await expect(admin.getByText('(rule “Big teams first”)')).toBeVisible();
  const value = async (seats: number) =>
    (await evaluated(product, 'segment-test', { targetingKey: 'ada', seats })).value;
  expect([await value(30), await value(50)]).toEqual([false, true]);

  await admin.getByRole('button', { name: 'Edit', exact: true }).click();
  await admin.getByLabel('Value for seats').fill('20');
  await admin.getByLabel('People', { exact: true }).fill('targetingKey,seats\nada,30\ngrace,10');
  await admin.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(admin.getByText('1 of 2 people are in it')).toBeVisible();
  expect(await value(30)).toBe(false);
  await admin.getByLabel('Value for seats').fill('5');
  await expect(admin.getByText('The conditions have changed since')).toBeVisible();
  await admin.getByLabel('Value for seats').fill('20');
  await admin.getByLabel('Reason').fill('Smaller teams too');
  await admin.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(admin.getByText('seats is at least 20').first()).toBeVisible();
  expect(await value(30)).toBe(true);

  await expect(admin.getByRole('button', { name: 'Delete…' })).toBeDisabled();
});
