/**
 * The value below which a share `p` (0 to 1) of the values lies, between two of them in proportion. NaN where
 * there are none; the only one where there is one. The values need no order.
 * Formula: x[floor(h)] + (h - floor(h)) (x[floor(h) + 1] - x[floor(h)]), h = (n - 1) p.
 * Source: Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician 50(4), 1996,
 * type 7.
 * Example: quantile([1, 2, 3, 4], 0.5) is 2.5.
 */
export const quantile = (values: ArrayLike<number>, p: number): number =>
  quantileSorted(Float64Array.from(values).sort(), p);

/** The same of values in ascending order. */
export function quantileSorted(values: ArrayLike<number>, p: number): number {
  if (values.length === 0) return Number.NaN;
  const place = (values.length - 1) * Math.min(1, Math.max(0, p));
  const below = values[Math.floor(place)] ?? Number.NaN;
  const above = values[Math.ceil(place)] ?? Number.NaN;
  return below + (place - Math.floor(place)) * (above - below);
}
