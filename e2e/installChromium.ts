// Makes sure that a Chromium is there: one that is installed already, else Debian's package, else Playwright's own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.ts';

const run = (command: string, ...parameters: string[]): boolean => {
  console.log(`> ${command} ${parameters.join(' ')}`);
  return (
    spawnSync(command, parameters, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: 600_000,
    }).status === 0
  );
};

function install(): void {
  const root = process.getuid?.() === 0;
  if (
    root &&
    existsSync('/usr/bin/apt-get') &&
    run('apt-get', 'update', '-qq') &&
    run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium')
  )
    return;
  run('npx', 'playwright', 'install', 'chromium');
}

if (!findChromium()) {
  console.log('The browser tests need Chromium, and none was found. Installing one.');
  install();
}
if (!findChromium()) {
  console.error(
    'No Chromium could be installed. Install Chromium or Chrome by hand (Debian: sudo apt-get install chromium), or name one: CHROMIUM_PATH=/path/to/chrome npm test. Without a browser: npx vitest run.',
  );
  process.exit(1);
}
