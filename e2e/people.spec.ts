import { moveShare, wholeSplit } from '../shared/evaluation/split.ts';
import { newly, valueFlag } from './flags.ts';
import { expect, test } from './product.ts';

const half = moveShare(wholeSplit('off'), { candidate: 'on', donor: 'off', share: 50_000 });

test('a pasted list of people: what each gets and why, with every step, and nothing out of date', async ({
  admin,
  product,
  mutate,
}) => {
  const flag = valueFlag('list-test', 'List test', {
    rules: [
      {
        id: 'testers',
        name: 'Testers',
        match: { kind: 'segment', segment: 'beta-testers' },
        serve: { kind: 'variant', variant: 'on' },
      },
    ],
    fallthrough: { kind: 'split', split: half },
  });
  await mutate('flags.save', newly(flag));
  await admin.goto(`${product.url}/flags/list-test?tab=tester`);
  await expect(admin.getByRole('img', { name: /They stand in the part of/ })).toBeVisible();
  await admin.getByText('A list of people').click();
  const people = admin.getByLabel('People', { exact: true });
  await people.fill('targetingKey,beta,tier\nada,true,pro\ngrace,true,free\nlinus,false,pro');
  await expect(admin.getByText('3 people, read as CSV')).toBeVisible();
  const ask = admin.getByRole('button', { name: 'Who gets what' });
  await ask.click();
  await expect(admin.getByRole('row', { name: /ada/ })).toContainText('Rule “Testers”');
  await expect(admin.getByRole('row', { name: /grace/ })).toContainText('By the split');
  await admin.getByRole('button', { name: 'grace: every step' }).click();
  const steps = admin.getByRole('list', { name: 'Steps of the decision' });
  await expect(steps).toContainText('beta is true held');
  await expect(steps).toContainText(/tier is pro or higher.*not held.*\(free\)/);
  await expect(steps).toContainText('decided');

  await people.fill('{"targetingKey": "ada",');
  await expect(admin.getByText('Line 1 is not JSON')).toBeVisible();
  await expect(admin.getByRole('row', { name: /grace/ })).toBeHidden();
  await expect(ask).toBeDisabled();

  const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('user id\nada\ngrace\n') };
  await admin.getByLabel('File with people').setInputFiles(file);
  await expect(admin.getByText('2 people, read as targeting keys')).toBeVisible();
});

test('what one person gets is not told beside a description that cannot be read', async ({
  admin,
  product,
}) => {
  await admin.goto(`${product.url}/flags/docs-answer?tab=tester`);
  await expect(admin.getByRole('list', { name: 'Steps of the decision' })).toBeVisible();
  await admin.getByText('JSON', { exact: true }).click();
  await admin.getByLabel('Evaluation context').fill('{"targetingKey":');
  await expect(admin.getByText('This is not JSON yet')).toBeVisible();
  await expect(admin.getByRole('list', { name: 'Steps of the decision' })).toBeHidden();
});
