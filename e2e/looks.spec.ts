import type { Page } from '@playwright/test';
import { expectSoundEverywhere, visitOnPhone } from './looks.ts';
import { expect, test } from './product.ts';

const pages = [
  '/',
  '/flags',
  '/flags/docs-answer',
  '/flags/docs-answer?tab=tester',
  '/flags/docs-answer?tab=try',
  '/flags/docs-answer?tab=traffic',
  '/flags/docs-answer?tab=calls',
  '/flags/docs-answer?tab=conversations',
  '/flags/docs-answer?tab=history',
  '/flags/docs-answer?tab=code',
  '/segments',
  '/segments/beta-testers',
  '/units',
  '/collections',
  '/collections/docs',
  '/collections/docs/move',
  '/collections/docs/migrations',
  '/providers',
  '/history',
  '/approvals',
  '/compare',
  '/audit',
  '/sign-in',
];
/** What opens on a page: its address, and how to get there. */
const opened: Record<string, (admin: Page) => Promise<void>> = {
  '/flags/docs-answer': async (admin) => {
    await admin.getByRole('button', { name: 'Edit targeting' }).click();
    await admin.getByRole('button', { name: /^Details of/ }).click();
    await admin.getByRole('button', { name: 'Add rule', exact: true }).click();
    await expect(admin.getByLabel('Name of rule 2')).toBeVisible();
    await admin.getByRole('button', { name: 'Limits' }).first().click();
    await expect(admin.getByLabel('A stream begins within')).toBeVisible();
  },
  '/flags/docs-answer?tab=calls': async (admin) => {
    await admin.getByRole('button', { name: 'Show details' }).first().click();
    await expect(admin.getByRole('table', { name: 'Tries of this call' })).toBeVisible();
  },
  '/flags/docs-answer?tab=try': async (admin) => {
    await admin.getByRole('textbox', { name: 'Conversation' }).fill('looked-at');
    await admin.getByLabel('Question').fill('What is a segment?');
    await admin.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(admin.getByText('Took', { exact: true })).toBeVisible();
  },
  '/flags/docs-answer?tab=targeting': async (admin) => {
    await admin.getByRole('button', { name: 'Schedule a change…' }).click();
    await admin.getByRole('dialog').getByText('What everyone else gets').click();
    await expect(admin.getByRole('dialog').getByLabel('The rest goes to')).toBeVisible();
  },
  '/flags/docs-answer?tab=tester': async (admin) => {
    await admin.getByText('A list of people').click();
    await admin.getByLabel('People', { exact: true }).fill('ada\ngrace');
    await admin.getByRole('button', { name: 'Who gets what' }).click();
    await admin.getByRole('button', { name: 'ada: every step' }).click();
    await expect(admin.getByRole('list', { name: 'Steps of the decision' })).toBeVisible();
  },
  '/flags': async (admin) => {
    await admin.getByRole('button', { name: 'New flag…' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Only looked at');
    await dialog.getByRole('button', { name: 'Next' }).click();
    await expect(dialog.getByLabel('Fixed answer')).toBeVisible();
  },
  '/flags?q=doc': async (admin) => {
    await admin.getByLabel('Select all that were found').check();
    await admin.getByRole('button', { name: 'Set owner…' }).click();
    await expect(admin.getByRole('dialog').getByRole('combobox', { name: 'Owner' })).toBeVisible();
  },
  '/segments/beta-testers': async (admin) => {
    await admin.getByRole('button', { name: 'Edit', exact: true }).click();
    await admin.getByLabel('People', { exact: true }).fill('targetingKey,beta\nada,true');
    await admin.getByRole('button', { name: 'Test', exact: true }).click();
    await expect(admin.getByText('0 of 1 person is in it')).toBeVisible();
  },
  '/collections': async (admin) => {
    await admin.getByRole('button', { name: 'New collection…' }).click();
    await expect(admin.getByRole('dialog').getByLabel('Tokens a chunk, at most')).toBeVisible();
  },
  '/collections/docs': async (admin) => {
    await admin.getByLabel('Search the documents').fill('kill switch');
    await admin.getByLabel('Search the documents').press('Enter');
    await admin.getByRole('list', { name: 'Passages' }).getByRole('button').first().click();
    await admin.getByRole('dialog').getByText('Chunks', { exact: true }).click();
    await expect(admin.getByRole('dialog').getByRole('list', { name: 'Chunks' })).toBeVisible();
  },
  // The migrations' own pages are looked at in every state where the states are, in migration.spec.ts.
  '/collections/docs/migrations': async (admin) => {
    await admin.getByRole('row').nth(1).getByRole('link').click();
    await admin.getByRole('button', { name: 'Start…' }).click();
    await expect(admin.getByRole('dialog').getByText('What will happen')).toBeVisible();
  },
  '/segments': async (admin) => {
    await admin.getByRole('button', { name: 'New segment…' }).click();
    await expect(admin.getByRole('dialog').getByLabel('Key')).toBeVisible();
  },
};

test.describe.configure({ mode: 'parallel' });

test.beforeAll(async ({ product }) => {
  for (let user = 0; user < 12; user++) {
    const response = await fetch(`${product.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${product.key}` },
      body: JSON.stringify({
        model: 'docs-answer',
        user: `u${user}`,
        messages: [{ role: 'user', content: 'What is a segment?' }],
      }),
    });
    expect(response.status).toBe(200);
  }
});

const looked = [
  ...pages.map((page) => ({ page, name: page, open: async () => {} })),
  ...Object.entries(opened).map(([page, open]) => ({ page, name: `${page}, opened`, open })),
];
const perTest = 7;

for (let start = 0; start < looked.length; start += perTest) {
  const some = looked.slice(start, start + perTest);
  test(`axe finds nothing and every window is wide enough: ${some[0]?.name} to ${some.at(-1)?.name}`, async ({
    admin,
    product,
  }) => {
    test.setTimeout(180_000);
    for (const { page, name, open } of some) {
      await visitOnPhone(admin, product.url + page);
      await open(admin);
      await expectSoundEverywhere(admin, name);
    }
  });
}
