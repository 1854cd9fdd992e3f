import type { BenchResult } from '../result.ts';
import { dataFolder, readCollection } from './collections.ts';
import { judgeMoves } from './judgeMoves.ts';
import { measureScores } from './measureScores.ts';

/**
 * Scores of the built-in embedders on judged collections, and the verdicts of the product's gate on migrations that are
 * known to be good or bad: a real collection, migrated to embedders that a local server of embeddings serves.
 */
export default async function run(): Promise<BenchResult> {
  const result: BenchResult = { figures: {}, targets: {}, missed: [] };
  for (const name of ['cranfield', 'scifact']) {
    const collection = readCollection(name);
    if (!collection) {
      console.log(`No labelled data at ${dataFolder}/retrieval/${name} (BENCH_DATA names another place).`);
      result.targets[name] = 'the labelled data is there';
      result.missed.push(name);
      continue;
    }
    measureScores(collection, result);
    await judgeMoves(collection, result);
  }
  return result;
}
