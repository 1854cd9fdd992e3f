/** `BENCH_SCALE=0.05` makes everything so much smaller, for a look in passing. */
export const scale = Math.min(1, Math.max(0.001, Number(process.env['BENCH_SCALE'] ?? 1) || 1));

/** A size at this scale, of at least `least`. */
export const scaled = (size: number, least = 1): number => Math.max(least, Math.round(size * scale));
