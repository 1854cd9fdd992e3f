/** Which of the 100,000 buckets somebody is in: a number that stays theirs, not a distance along a bar. */
export const bucketWords = (bucket: number): string => `bucket ${bucket.toLocaleString('en')}`;
