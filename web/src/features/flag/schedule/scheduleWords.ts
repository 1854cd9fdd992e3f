import { bucketCount } from '../../../../../shared/model/bucketCount.ts';
import type { Flag } from '../../../../../shared/model/flag.ts';
import type { ScheduledChange } from '../../../trpc.ts';
import { formatShare } from '../../../ui/format.ts';
import { bucketsOf, nameOf } from '../variants.ts';

/** What a scheduled change will do: "Switches off", "Everyone else: 60% Concise, 40% Thorough". */
export function scheduleWords(flag: Flag, { on, fallthrough }: ScheduledChange['set']): string {
  const words: string[] = [];
  if (on !== undefined) words.push(on ? 'Switches on' : 'Switches off');
  if (fallthrough) {
    const buckets = bucketsOf(fallthrough);
    const shares = flag.variants.flatMap(({ key }) => {
      const share = buckets.get(key) ?? 0;
      return share > 0 ? [`${formatShare(share / bucketCount)} ${nameOf(flag, key)}`] : [];
    });
    words.push(`Everyone else: ${shares.join(', ')}`);
  }
  return words.join('. ');
}
