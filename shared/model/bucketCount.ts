/** A split divides this many buckets, so the finest step is 0.001%. Apart from the schemas, so that a page can use it without them. */
export const bucketCount = 100_000;
