import { z } from 'zod/mini';
import type { FlagSummary } from '../../trpc.ts';
import { flagState } from '../../ui/StateBadge.tsx';

/** The table's state in the URL. A value that is not one of these counts as absent. */
export const FlagsSearch = z.object({
  q: z.catch(z.optional(z.string()), undefined),
  state: z.catch(z.optional(z.enum(['on', 'off', 'killed', 'known-good'])), undefined),
  tag: z.catch(z.optional(z.string()), undefined),
  owner: z.catch(z.optional(z.string()), undefined),
  kind: z.catch(z.optional(z.enum(['call', 'value'])), undefined),
  stale: z.catch(z.optional(z.literal('yes')), undefined),
  sort: z.catch(
    z.optional(z.enum(['name', 'calls', 'failed', 'fallbacks', 'p95', 'cost', 'evaluated'])),
    undefined,
  ),
  order: z.catch(z.optional(z.enum(['up', 'down'])), undefined),
});
export type FlagsSearch = z.infer<typeof FlagsSearch>;
export type SortKey = NonNullable<FlagsSearch['sort']>;

const figures: Record<Exclude<SortKey, 'name'>, (flag: FlagSummary) => number> = {
  calls: (flag) => flag.traffic.calls,
  failed: (flag) => flag.traffic.failed,
  fallbacks: (flag) => flag.traffic.fallbacks,
  p95: (flag) => flag.traffic.p95Ms ?? -1,
  cost: (flag) => flag.traffic.costUsd,
  evaluated: (flag) => (flag.lastEvaluatedAt === null ? 0 : Date.parse(flag.lastEvaluatedAt)),
};

/** The flags that the search leaves, in its order. */
export function applySearch(flags: readonly FlagSummary[], search: FlagsSearch): FlagSummary[] {
  const words = (search.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const kept = flags.filter((flag) => {
    const text = [flag.name, flag.key, flag.description, flag.owner, ...flag.tags].join(' ').toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (search.state === undefined || flagState(flag) === search.state) &&
      (search.tag === undefined || flag.tags.includes(search.tag)) &&
      (search.owner === undefined || flag.owner === search.owner) &&
      (search.kind === undefined || flag.kind === search.kind) &&
      (search.stale === undefined || flag.stale.length > 0)
    );
  });
  const sort = search.sort ?? 'name';
  const sign = (search.order ?? (sort === 'name' ? 'up' : 'down')) === 'up' ? 1 : -1;
  const byName = (a: FlagSummary, b: FlagSummary) => a.name.localeCompare(b.name);
  if (sort === 'name') return kept.sort((a, b) => sign * byName(a, b));
  const figure = figures[sort];
  return kept.sort((a, b) => sign * (figure(a) - figure(b)) || byName(a, b));
}
