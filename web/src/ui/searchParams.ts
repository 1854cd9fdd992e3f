/** Reads one parameter of an address; undefined for anything that it does not know. */
type Reader<T> = (value: unknown) => T | undefined;

/** A text. The router reads `?q=12` as a number, and it means the text all the same. */
export const text: Reader<string> = (value) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;

/** One of these. */
export const oneOf =
  <const T extends string | number>(...known: readonly T[]): Reader<T> =>
  (value) =>
    known.find((one) => one === value);

type Read<Readers> = {
  [Key in keyof Readers]?: (Readers[Key] extends Reader<infer T> ? T : never) | undefined;
};

/**
 * The state of a page from its address; what is not known counts as absent. By hand, because the schema library
 * would be a tenth of what every first visit downloads, for a handful of words.
 */
export const searchParams =
  <Readers extends Record<string, Reader<unknown>>>(readers: Readers) =>
  (raw: Record<string, unknown>): Read<Readers> => {
    const read = Object.entries(readers).map(([key, reader]) => [key, reader(raw[key])] as const);
    return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as Read<Readers>;
  };
