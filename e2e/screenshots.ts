import path from 'node:path';
import OpenAI from 'openai';
import { readGoldenQuestions } from '../server/demo/goldenQuestions.ts';
import { expect, test } from './product.ts';

const images = path.resolve(import.meta.dirname, '../docs/images');

test('the pictures of the documentation', async ({ admin, product }) => {
  test.setTimeout(180_000);
  const questions = (await readGoldenQuestions()).map(({ ask }) => ask);
  const openai = new OpenAI({ apiKey: product.key, baseURL: `${product.url}/v1`, maxRetries: 0 });
  for (let index = 0; index < 180; index++) {
    const content = questions[index % questions.length] ?? '';
    const user = `user-${Math.floor(Math.random() ** 2 * 60)}`;
    await openai.chat.completions.create({
      model: 'docs-answer',
      user,
      messages: [{ role: 'user', content }],
    });
  }
  const take = async (name: string, page: string, theme: 'light' | 'dark') => {
    await admin.emulateMedia({ colorScheme: theme });
    await admin.evaluate((scheme) => localStorage.setItem('mantine-color-scheme-value', scheme), theme);
    await admin.goto(product.url + page);
    await expect(admin.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(admin.locator('.mantine-Skeleton-root')).toHaveCount(0);
    await admin.waitForTimeout(600);
    await admin.screenshot({ path: path.join(images, `${name}.png`) });
  };
  await take('overview-light', '/', 'light');
  await take('overview-dark', '/', 'dark');
  await take('flag-light', '/flags/docs-answer', 'light');
  await take('who-gets-what-dark', '/flags/docs-answer?tab=tester', 'dark');
  await take('history-light', '/history', 'light');

  await admin.goto(`${product.url}/collections/docs`);
  await admin.getByRole('link', { name: 'Open the migration' }).click();
  await admin.getByRole('button', { name: 'Start…' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('Better answers from the documentation');
  await dialog.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(admin.getByRole('button', { name: 'Cut over…' })).toBeVisible({ timeout: 90_000 });
  await take('migration-light', new URL(admin.url()).pathname, 'light');
});
