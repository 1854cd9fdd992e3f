const isoDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Milliseconds since 1970 of an ISO 8601 text or of a number that already is; NaN for anything else. A date
 * without a time is its first moment in UTC; a time without an offset is UTC too, so that no answer depends on where it is asked.
 */
export function timeOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !isoDate.test(value)) return Number.NaN;
  const zoned = value.length === 10 || /(Z|[+-]\d{2}:\d{2})$/.test(value) ? value : `${value}Z`;
  return Date.parse(zoned);
}

/** A moment, in milliseconds since 1970, as ISO 8601 in UTC. */
export const isoOf = (time: number): string => new Date(time).toISOString();
