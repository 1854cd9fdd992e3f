import type { FlagSummary } from '../../trpc.ts';
import { flagState } from '../../ui/StateBadge.tsx';
import { oneOf, searchParams, text } from '../../ui/searchParams.ts';

/** The table's state in the URL. A value that is not one of these counts as absent. */
export const readFlagsSearch = searchParams({
  q: text,
  state: oneOf('on', 'off', 'killed', 'known-good'),
  tag: text,
  owner: text,
  kind: oneOf('call', 'value'),
  stale: oneOf('yes'),
  sort: oneOf('name', 'calls', 'failed', 'fallbacks', 'p95', 'cost', 'evaluated'),
  order: oneOf('up', 'down'),
});
export type FlagsSearch = ReturnType<typeof readFlagsSearch>;
export type SortKey = NonNullable<FlagsSearch['sort']>;

const figures: Record<Exclude<SortKey, 'name'>, (flag: FlagSummary) => number> = {
  calls: (flag) => flag.traffic.calls,
  failed: (flag) => flag.traffic.failed,
  fallbacks: (flag) => flag.traffic.fallbacks,
  p95: (flag) => flag.traffic.p95Ms ?? -1,
  cost: (flag) => flag.traffic.costUsd,
  evaluated: (flag) => (flag.lastEvaluatedAt === null ? 0 : Date.parse(flag.lastEvaluatedAt)),
};

// Made once for each flag as it was fetched, not at every keystroke for each of ten thousand.
const texts = new WeakMap<FlagSummary, string>();
function textOf(flag: FlagSummary): string {
  const known = texts.get(flag);
  if (known !== undefined) return known;
  const made = [flag.name, flag.key, flag.description, flag.owner, ...flag.tags].join(' ').toLowerCase();
  texts.set(flag, made);
  return made;
}

const { compare } = new Intl.Collator();

/** The flags that the search leaves, in its order. */
export function applySearch(flags: readonly FlagSummary[], search: FlagsSearch): FlagSummary[] {
  const words = (search.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const kept = flags.filter((flag) => {
    return (
      (words.length === 0 || words.every((word) => textOf(flag).includes(word))) &&
      (search.state === undefined || flagState(flag) === search.state) &&
      (search.tag === undefined || flag.tags.includes(search.tag)) &&
      (search.owner === undefined || flag.owner === search.owner) &&
      (search.kind === undefined || flag.kind === search.kind) &&
      (search.stale === undefined || flag.stale.length > 0)
    );
  });
  const sort = search.sort ?? 'name';
  const sign = (search.order ?? (sort === 'name' ? 'up' : 'down')) === 'up' ? 1 : -1;
  const byName = (a: FlagSummary, b: FlagSummary) => compare(a.name, b.name);
  if (sort === 'name') return kept.sort((a, b) => sign * byName(a, b));
  const figure = figures[sort];
  return kept.sort((a, b) => sign * (figure(a) - figure(b)) || byName(a, b));
}
