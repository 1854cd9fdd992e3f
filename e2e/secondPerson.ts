import type { Browser, Page } from '@playwright/test';
import { expect, type Product } from './product.ts';

const password = 'correct horse battery';

/** Invites somebody, who accepts and signs in; answers their own page. */
export async function secondPerson(
  browser: Browser,
  product: Product,
  mutate: (procedure: string, input: object) => Promise<unknown>,
  role: string,
): Promise<Page> {
  const email = `${role}@example.com`;
  const { link } = (await mutate('people.invite', { email, roles: { production: role } })) as {
    link: string;
  };
  const token = new URL(link).hash.slice(1);
  const context = await browser.newContext();
  const headers = { origin: product.url };
  const accepted = await context.request.post(`${product.url}/trpc/invitations.accept`, {
    data: { token, name: 'Grace', password },
    headers,
  });
  expect(accepted.ok(), await accepted.text()).toBe(true);
  const signedIn = await context.request.post(`${product.url}/api/auth/sign-in/email`, {
    data: { email, password },
    headers,
  });
  expect(signedIn.ok(), await signedIn.text()).toBe(true);
  const page = await context.newPage();
  await page.goto(`${product.url}/approvals`);
  await expect(page.getByRole('heading', { level: 1, name: 'Approvals' })).toBeVisible();
  return page;
}
