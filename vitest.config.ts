import { defineConfig } from 'vitest/config';

// Files of one worker share what they import: loading it anew for each would take longer than most tests.
const isolate = false;

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: '.reports/vitest.json' }]],
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{shared,server,client,bench,e2e}/**/*.test.ts'],
          pool: 'forks',
          isolate,
          testTimeout: 60_000,
          // Servers and simulators are real processes, which start slowly on a busy machine.
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['web/**/*.test.{ts,tsx}'],
          isolate,
          server: { deps: { inline: [/@mantine/] } },
        },
      },
    ],
  },
});
