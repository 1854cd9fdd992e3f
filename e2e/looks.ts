import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './product.ts';

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };

/** What a theme can spoil; the rest of a page is the same in all of them. */
const rulesOfColour = ['color-contrast', 'link-in-text-block'];

/** Waits until nothing fades or slides any more: what is half faded in has pale text. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const ends = (animation: Animation) => animation.effect?.getComputedTiming().iterations !== Infinity;
    const running = () => document.getAnimations().filter(ends);
    for (let quiet = 0; quiet < 3; quiet++) {
      if (running().length > 0) quiet = 0;
      await Promise.allSettled(running().map(({ finished }) => finished));
      await frame();
    }
  });
}

/** Axe finds nothing, and the page is no wider than its window. */
export async function expectSound(page: Page, what: string, rules: string[] = []): Promise<void> {
  await settled(page);
  const axe = new AxeBuilder({ page });
  if (rules.length > 0) axe.withRules(rules);
  // The newer way opens another page for every analysis; it is for pages with frames of other origins.
  const { violations } = await axe.setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${what} is wider than its window`).toBeLessThanOrEqual(0);
}

/** Opens an address on a phone, as small as anything gets, and waits until all of it is there. */
export async function visitOnPhone(page: Page, address: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(sizes.phone);
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
}

/** What the page shows now is sound on a phone and on a desk, in light and in dark. */
export async function expectSoundEverywhere(page: Page, what: string): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
      await expectSound(page, `${what}, ${theme}, ${size}`, theme === 'dark' ? rulesOfColour : []);
    }
  }
}
