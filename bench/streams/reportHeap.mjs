// Loaded into the server under test: on SIGUSR2 it collects all garbage and writes what is left.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.BENCH_HEAP_FILE;
if (isMainThread && file) {
  process.on('SIGUSR2', () => {
    for (let round = 0; round < 3; round++) globalThis.gc?.();
    writeFileSync(file, String(process.memoryUsage().heapUsed));
  });
}
