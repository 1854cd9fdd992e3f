import type { Dependencies } from '../context.ts';
import type { TrafficRow } from '../store/store.ts';
import {
  isFailure,
  isFallback,
  quantile,
  sliceRows,
  summariseTraffic,
} from '../telemetry/summariseTraffic.ts';
import { findFlag } from './findFlag.ts';

/** One flag's traffic by the variant that answered, in total and over time. */
export async function readTraffic(
  { configuration, store }: Dependencies,
  request: { environment: string; flag: string; minutes: number },
) {
  const { environment, minutes } = request;
  const flag = findFlag(configuration.snapshot(environment), request.flag);
  const now = configuration.now();
  const since = new Date(now.getTime() - minutes * 60_000).toISOString();
  const rows = await store.telemetry.trafficSince({ environment, since, flag: flag.key });
  const byVariant = Map.groupBy(rows, (row) => row.variant);
  return {
    totals: summariseTraffic(rows),
    variants: flag.variants.map(({ key, name }) => ({
      variant: key,
      name,
      traffic: summariseTraffic(byVariant.get(key) ?? []),
    })),
    timeline: sliceRows(rows, now, minutes).map((slice) => ({ at: slice.at, variants: cells(slice.rows) })),
  };
}

interface Cell {
  calls: number;
  failed: number;
  fallbacks: number;
  p95Ms: number | null;
}

function cells(rows: readonly TrafficRow[]): Record<string, Cell> {
  const grouped = Map.groupBy(rows, (row) => row.variant);
  return Object.fromEntries(
    [...grouped].map(([variant, own]) => {
      const latencies = Float64Array.from(own.map((row) => row.latencyMs)).sort();
      return [
        variant,
        {
          calls: own.length,
          failed: own.filter(isFailure).length,
          fallbacks: own.filter(isFallback).length,
          p95Ms: quantile(latencies, 0.95),
        },
      ];
    }),
  );
}
