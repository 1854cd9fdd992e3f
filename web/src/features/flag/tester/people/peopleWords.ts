import type { PeopleExplained } from '../../../../trpc.ts';
import { toCsv } from '../../../../ui/people/csv.ts';

type Row = PeopleExplained['rows'][number];

const words: Record<string, string> = {
  STATIC: 'Everyone gets this',
  DEFAULT: 'No rule matched',
  TARGETING_MATCH: 'Named individually',
  SPLIT: 'By the split',
  DISABLED: 'The flag is off, or needs another flag',
  OVERRIDE: 'An override is in force',
};

/** Why somebody gets a variant, in a few words. */
export function whyWords({ reason, ruleName, errorCode }: Row): string {
  if (errorCode !== null)
    return errorCode === 'TARGETING_KEY_MISSING' ? 'Lacks the attribute to split by' : errorCode;
  if (ruleName !== null)
    return reason === 'SPLIT' ? `Rule “${ruleName}”, by its split` : `Rule “${ruleName}”`;
  return words[reason] ?? 'Could not be decided';
}

/** The bucket that decided, of 0 to 99,999; nothing where no split did. */
export const bucketOfRow = (bucket: number | null): string =>
  bucket === null ? '' : bucket.toLocaleString('en');

/** The table as CSV, with the plain reason for machines beside the words. */
export const peopleCsv = (rows: readonly Row[]): string =>
  toCsv([
    ['targetingKey', 'variant', 'variantName', 'reason', 'rule', 'bucket', 'error'],
    ...rows.map((row) => [
      row.targetingKey,
      row.variant,
      row.variantName,
      row.reason,
      row.ruleName,
      row.bucket,
      row.errorCode,
    ]),
  ]);
