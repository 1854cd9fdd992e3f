import type { DescribedChange } from '../../trpc.ts';
import { stageWords } from './words.ts';

/**
 * What an entry of the log did to a migration, in a few words: the stage that it led to, and that the pointer moved. The log
 * tells the stage as "iv_… to iv_…: ready".
 */
export function stepOf(changes: readonly Pick<DescribedChange, 'kind' | 'lines'>[]): string {
  const lines = changes.filter(({ kind }) => kind === 'collection').flatMap(({ lines }) => lines);
  const flipped = lines.some(({ what, before }) => what === 'Queries are answered by' && before !== null);
  const said = lines.find(({ what }) => what === 'Migration');
  const [, words] = Object.entries(stageWords).find(([stage]) => said?.after?.endsWith(`: ${stage}`)) ?? [];
  if (words !== undefined) return flipped ? `${words} (queries moved)` : words;
  return said !== undefined && said.after === null ? 'Over' : '';
}
