import { gzipSync } from 'node:zlib';
import { expect, test } from './product.ts';

/** Bytes of compressed script that a first visit may download; the aim is 250,000. */
const most = 255_000;

for (const page of ['/', '/flags', '/flags/docs-answer', '/segments/beta-testers']) {
  test(`a first visit of ${page} downloads little script`, async ({ admin, product, session, browser }) => {
    await admin.close();
    const context = await browser.newContext();
    await context.addCookies(session.cookies);
    const visit = await context.newPage();
    const sizes: Promise<number>[] = [];
    visit.on('response', (response) => {
      if (response.request().resourceType() === 'script')
        sizes.push(response.body().then((body) => gzipSync(body).length));
    });
    await visit.goto(product.url + page);
    await expect(visit.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(visit.locator('.mantine-Skeleton-root')).toHaveCount(0);
    await visit.waitForLoadState('networkidle');
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(sizes.length).toBeGreaterThan(3);
    expect(total).toBeLessThan(most);
    await context.close();
  });
}
