import base from '../playwright.config.ts';

/** `npm run screenshots`: takes the pictures of README and docs anew, from the real product with real calls in it. */
export default {
  ...base,
  testDir: '.',
  testMatch: 'screenshots.ts',
  reporter: 'list',
  outputDir: '../.reports/screenshots',
};
