import type { Flag } from '../../shared/model/flag.ts';

const staleDays = 30;
const dayMs = 24 * 60 * 60 * 1000;

/** Why a flag looks as if it could go, in sentences; none when it does not. Times are ISO. */
export function staleMarks(
  flag: Flag,
  seen: { changedAt: string | null; lastEvaluatedAt: string | null; now: Date },
): string[] {
  const marks: string[] = [];
  const days = (since: string) => Math.floor((seen.now.getTime() - Date.parse(since)) / dayMs);
  const unchanged = seen.changedAt === null ? 0 : days(seen.changedAt);
  if (flag.plannedEnd !== undefined && Date.parse(flag.plannedEnd) < seen.now.getTime())
    marks.push(`It was meant to go by ${flag.plannedEnd}.`);
  if (unchanged >= staleDays) {
    if (seen.lastEvaluatedAt === null)
      marks.push(`Nobody has evaluated it since it last changed, ${unchanged} days ago.`);
    else if (days(seen.lastEvaluatedAt) >= staleDays)
      marks.push(`Nobody has evaluated it for ${days(seen.lastEvaluatedAt)} days.`);
    const only = onlyVariant(flag);
    if (only !== null) marks.push(`It has served nothing but “${only}” for ${unchanged} days.`);
  }
  return marks;
}

/** The name of the one variant that everybody gets, or null when more than one can be served. */
function onlyVariant(flag: Flag): string | null {
  const served = new Set<string>();
  if (!flag.on) served.add(flag.offVariant);
  else {
    for (const serve of [flag.fallthrough, ...flag.rules.map((rule) => rule.serve)]) {
      for (const variant of serve.kind === 'variant'
        ? [serve.variant]
        : serve.split.ranges.map((range) => range.variant))
        served.add(variant);
    }
    for (const target of flag.targets) served.add(target.variant);
  }
  const [only] = served;
  return served.size === 1 ? (flag.variants.find((variant) => variant.key === only)?.name ?? null) : null;
}
