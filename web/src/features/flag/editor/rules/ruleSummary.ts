import { bucketCount } from '../../../../../../shared/model/bucketCount.ts';
import type { Flag, Rule } from '../../../../../../shared/model/flag.ts';
import { formatShare } from '../../../../ui/format.ts';
import { conditionWords } from '../../conditionWords.ts';
import { bucketsOf, nameOf } from '../../variants.ts';

/** A rule in one sentence: "When plan is pro and country is DE: Thorough". */
export function ruleSummary(
  flag: Flag,
  segments: readonly { key: string; name: string }[],
  rule: Rule,
): string {
  const { match, serve } = rule;
  const who =
    match.kind === 'segment'
      ? `Everyone in ${segments.find(({ key }) => key === match.segment)?.name ?? match.segment}`
      : `When ${match.conditions.map((condition) => conditionWords(condition, segments)).join(' and ')}`;
  const what = [...bucketsOf(serve)]
    .filter(([, share]) => share > 0)
    .map(([variant, share]) =>
      share === bucketCount
        ? nameOf(flag, variant)
        : `${formatShare(share / bucketCount)} ${nameOf(flag, variant)}`,
    );
  return `${who}: ${what.join(', ')}${rule.window ? ', for a limited time' : ''}`;
}
