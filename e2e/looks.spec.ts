import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
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
  '/segments': async (admin) => {
    await admin.getByRole('button', { name: 'New segment…' }).click();
    await expect(admin.getByRole('dialog').getByLabel('Key')).toBeVisible();
  },
};
const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

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

for (const theme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test(`every page is free of axe findings and fits its window: ${theme}, ${size}`, async ({
      admin,
      product,
    }) => {
      test.setTimeout(180_000);
      await admin.setViewportSize(viewport);
      await admin.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await admin.evaluate((scheme) => localStorage.setItem('mantine-color-scheme-value', scheme), theme);
      const look = async (page: string) => {
        const { violations } = await new AxeBuilder({ page: admin }).analyze();
        expect(violations.map(({ id, nodes }) => `${page}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
        const overflow = await admin.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${page} is wider than its window`).toBeLessThanOrEqual(0);
      };
      const visit = async (page: string) => {
        await admin.goto(product.url + page);
        await expect(admin.getByRole('heading', { level: 1 })).toBeVisible();
        await admin.waitForLoadState('load');
        await expect(admin.locator('.mantine-Skeleton-root')).toHaveCount(0);
      };
      for (const page of pages) {
        await visit(page);
        await look(page);
      }
      for (const [page, open] of Object.entries(opened)) {
        await visit(page);
        await open(admin);
        await look(`${page}, opened`);
      }
    });
  }
}
