import type { Flag } from '../../../../../shared/model/flag.ts';
import type { FlagTraffic } from '../../../trpc.ts';
import { formatMoment } from '../../../ui/format.ts';
import { variantColors } from '../../../ui/variantColors.ts';

export interface Series {
  name: string;
  label: string;
  color: string;
}

/** One moment: its time and a value for each variant, by key. */
export type Point = { at: string } & Record<string, string | number | null>;

export interface ChartData {
  series: Series[];
  calls: Point[];
  p95: Point[];
  fallbacks: Point[];
}

/** The timeline turned into what the charts and their tables need; variants without a call are left out. */
export function chartData(flag: Flag, traffic: FlagTraffic): ChartData {
  const colors = variantColors(flag.variants, flag.knownGood);
  const used = traffic.variants.filter((variant) => variant.traffic.calls > 0);
  const now = new Date();
  const points = (
    pick: (figures: FlagTraffic['timeline'][number]['variants'][string] | undefined) => number | null,
  ): Point[] =>
    traffic.timeline.map((moment) => ({
      at: formatMoment(moment.at, now),
      ...Object.fromEntries(used.map(({ variant }) => [variant, pick(moment.variants[variant])])),
    }));
  return {
    series: used.map(({ variant, name }) => ({
      name: variant,
      label: name,
      color: colors.get(variant) ?? 'gray',
    })),
    calls: points((figures) => figures?.calls ?? 0),
    p95: points((figures) => (figures?.p95Ms == null ? null : Math.round(figures.p95Ms))),
    fallbacks: points((figures) => figures?.fallbacks ?? 0),
  };
}
