import type { Throttle } from '../../../../../shared/migration/migration.ts';
import { leastQueries } from '../../../../../shared/migration/statisticalVerdict.ts';
import { counted } from '../../../ui/format.ts';
import type { Collection, Estimate, GoldenSetEntry } from '../types.ts';
import { formatLong } from '../words.ts';

interface Plan {
  collection: Pick<Collection, 'name'>;
  label: string;
  throttle: Throttle;
  estimate: Estimate | undefined;
  golden: Pick<GoldenSetEntry, 'name' | 'queries'> | undefined;
}

/** What will happen, from the start to the end, and where a person decides. */
export function planWords({ collection, label, throttle, estimate, golden }: Plan): string[] {
  const documents = estimate ? counted(estimate.documents, 'document') : 'every document';
  const takes = estimate ? `, which takes ${formatLong(estimate.durationMs)} or more` : '';
  return [
    `A second index of ${collection.name}, “${label}”, is opened beside the one that serves. Queries do not notice.`,
    `From then on every write goes to both, and ${documents} are embedded into the new one, at most ${counted(throttle.documentsPerSecond, 'document')} a second${takes}.`,
    `The two are compared. ${goldenWords(golden)}`,
    'If it passed, you may try it on a share of queries, and cut over when you like. Nothing switches by itself.',
    'After the cutover one button takes all queries back, without losing a write, until you retire the old index.',
  ];
}

function goldenWords(golden: Plan['golden']): string {
  if (!golden) return 'There are no golden queries, so a second person has to approve the new index.';
  const few =
    golden.queries < leastQueries
      ? ` They are too few to decide: ${leastQueries} are the least.`
      : ' It passes if it answers them as well, up to 0.02 of nDCG@10 and recall@100.';
  return `The set “${golden.name}” with ${counted(golden.queries, 'query', 'queries')} decides.${few}`;
}
