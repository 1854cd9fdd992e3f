// Adds up the reports of both test runners. A runner that left no report, and failed checks, count as failures.
import { readFileSync } from 'node:fs';

const read = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
};

const unit = read('.reports/vitest.json');
const browser = read('.reports/playwright.json');
const failures = [
  unit
    ? unit.numFailedTests +
      (unit.numFailedTestSuites > 0 && unit.numFailedTests === 0 ? unit.numFailedTestSuites : 0)
    : 1,
  browser ? browser.stats.unexpected + browser.stats.flaky + browser.errors.length : 1,
  process.env.CHECKS_FAILED ? 1 : 0,
];
const passed = (unit?.numPassedTests ?? 0) + (browser?.stats.expected ?? 0);
const failed = failures.reduce((sum, count) => sum + count, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
