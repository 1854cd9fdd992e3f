/** A line from `from` to `to` as percentages, with marks at round values. */
export interface Scale {
  from: number;
  to: number;
  at(value: number): number;
  ticks: number[];
}

const steps = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

/** A scale that shows all of these values with some room around them, and at most six marks. */
export function scaleOf(values: readonly number[]): Scale {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const room = Math.max(0.005, (most - least) * 0.08);
  const from = least - room;
  const to = most + room;
  const step = steps.find((one) => (to - from) / one <= 6) ?? 1;
  const first = Math.ceil(from / step);
  const ticks: number[] = [];
  for (let index = first; index * step <= to; index++) ticks.push(Number((index * step).toFixed(4)));
  return { from, to, ticks, at: (value) => ((value - from) / (to - from)) * 100 };
}
