import { parentPort } from 'node:worker_threads';
import { lexicalOperations } from './lexicalOperations.ts';

const operations = lexicalOperations() as Record<string, (...parameters: never[]) => unknown>;

parentPort?.on(
  'message',
  async ({ id, operation, parameters }: { id: number; operation: string; parameters: never[] }) => {
    if (operation === 'close') process.exit(0);
    try {
      parentPort?.postMessage({ id, value: await operations[operation]?.(...parameters) });
    } catch (error) {
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
    }
  },
);
