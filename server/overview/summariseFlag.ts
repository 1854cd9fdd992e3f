import { shares } from '../../shared/evaluation/split.ts';
import { bucketCount } from '../../shared/model/bucketCount.ts';
import type { Flag } from '../../shared/model/flag.ts';
import { everyFlag } from '../../shared/model/override.ts';
import { type Snapshot, versionKey } from '../configuration/snapshot.ts';
import { staleMarks } from '../flags/staleMarks.ts';
import type { OverrideInForce } from '../overrides/inForce.ts';
import type { Provider } from '../providers/provider.ts';
import type { TrafficRow } from '../store/store.ts';
import { isFailure, isFallback, sliceRows, summariseTraffic } from '../telemetry/summariseTraffic.ts';

export interface Window {
  now: Date;
  minutes: number;
}

/** One flag as the lists show it: what serves whom by configuration, and what really happened. */
export function summariseFlag(
  snapshot: Snapshot,
  flag: Flag,
  seen: {
    changedAt: string | null;
    lastEvaluatedAt: string | null;
    rows: readonly TrafficRow[];
    overrides: readonly OverrideInForce[];
    window: Window;
    providers: ReadonlyMap<string, Provider>;
  },
) {
  const { key, name, kind, description, tags, owner, on, knownGood, fallback } = flag;
  const { lastEvaluatedAt } = seen;
  const own = seen.overrides.filter((one) => one.target === everyFlag || one.target === key);
  // As the engine has it: a kill beats known good, wherever each was set.
  const override =
    own.find((one) => one.mode === 'kill') ?? own.find((one) => one.target === everyFlag) ?? own[0] ?? null;
  return {
    key,
    name,
    kind,
    valueType: flag.valueType ?? null,
    public: flag.public,
    plannedEnd: flag.plannedEnd ?? null,
    lastEvaluatedAt,
    stale: staleMarks(flag, { changedAt: seen.changedAt, lastEvaluatedAt, now: seen.window.now }),
    description,
    tags,
    owner,
    on,
    version: snapshot.versions.get(versionKey('flag', key)) ?? 0,
    override,
    knownGood,
    fallback,
    serving: servingOf(snapshot, flag, override, seen.providers),
    rules: flag.rules.length,
    targets: flag.targets.reduce((sum, target) => sum + target.targetingKeys.length, 0),
    traffic: { ...summariseTraffic(seen.rows), byVariant: countBy(seen.rows) },
    // Most of ten thousand flags have no calls: their empty slices would be most of the answer.
    timeline: (seen.rows.length === 0 ? [] : sliceRows(seen.rows, seen.window.now, seen.window.minutes)).map(
      ({ at, rows }) => ({
        at,
        calls: rows.length,
        failed: rows.filter(isFailure).length,
        fallbacks: rows.filter(isFallback).length,
      }),
    ),
  };
}

/** Who is served what, among those that no rule and no individual target matches. */
function servingOf(
  snapshot: Snapshot,
  flag: Flag,
  override: OverrideInForce | null,
  providers: ReadonlyMap<string, Provider>,
) {
  const single = override
    ? override.mode === 'kill'
      ? flag.fallback
      : flag.knownGood
    : flag.on
      ? null
      : flag.offVariant;
  const sizes =
    single !== null
      ? new Map([[single, bucketCount]])
      : flag.fallthrough.kind === 'split'
        ? shares(flag.fallthrough.split)
        : new Map([[flag.fallthrough.variant, bucketCount]]);
  return flag.variants.flatMap((variant) => {
    const share = (sizes.get(variant.key) ?? 0) / bucketCount;
    if (share === 0) return [];
    const unit = variant.kind === 'unit' ? snapshot.units.get(variant.unit) : undefined;
    const simulated = unit ? (providers.get(unit.specification.provider)?.simulated ?? false) : false;
    return [
      {
        variant: variant.key,
        name: variant.name,
        kind: variant.kind,
        unitLabel: unit?.label ?? null,
        simulated,
        share,
      },
    ];
  });
}

const countBy = (rows: readonly TrafficRow[]): { variant: string; calls: number }[] =>
  [...Map.groupBy(rows, (row) => row.variant)]
    .map(([variant, own]) => ({ variant, calls: own.length }))
    .toSorted((a, b) => b.calls - a.calls);
