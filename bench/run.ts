import type { BenchResult } from './result.ts';

/** `npm run bench -- NAME`: prints a table for people and, as its last line, one JSON object. */
const benches: Record<string, () => Promise<{ default: () => Promise<BenchResult> }>> = {
  evaluation: () => import('./evaluation/run.ts'),
  gateway: () => import('./gateway/run.ts'),
  migration: () => import('./migration/run.ts'),
  parity: () => import('./parity/run.ts'),
  propagation: () => import('./propagation/run.ts'),
  streams: () => import('./streams/run.ts'),
};

const name = process.argv[2] ?? '';
const load = benches[name];
if (!load) {
  console.error(`Name a benchmark: npm run bench -- ${Object.keys(benches).join(' | ')}`);
  process.exit(1);
}
const { default: run } = await load();
const result = await run();
console.log(JSON.stringify({ bench: name, ...result }));
process.exit(0);
