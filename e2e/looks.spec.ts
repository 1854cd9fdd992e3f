import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './product.ts';

const pages = [
  '/',
  '/flags',
  '/flags/docs-answer',
  '/flags/docs-answer?tab=tester',
  '/flags/docs-answer?tab=try',
  '/flags/docs-answer?tab=traffic',
  '/flags/docs-answer?tab=calls',
  '/flags/docs-answer?tab=history',
  '/flags/docs-answer?tab=code',
  '/segments',
  '/units',
  '/history',
  '/sign-in',
];
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
      for (const page of pages) {
        await admin.goto(product.url + page);
        await expect(admin.getByRole('heading', { level: 1 })).toBeVisible();
        await admin.waitForLoadState('load');
        await expect(admin.locator('.mantine-Skeleton-root')).toHaveCount(0);
        const { violations } = await new AxeBuilder({ page: admin }).analyze();
        expect(violations.map(({ id, nodes }) => `${page}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
        const overflow = await admin.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${page} is wider than its window`).toBeLessThanOrEqual(0);
      }
    });
  }
}
