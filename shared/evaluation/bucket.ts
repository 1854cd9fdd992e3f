import { bucketCount } from '../model/bucketCount.ts';
import { prefixed } from './murmur3.ts';

/**
 * The bucket of a value, 0 to 99,999: `floor(murmur3(salt + ":" + value) * 100000 / 2^32)`.
 * Exact in doubles: the product stays under 2^53 and the division is by a power of two.
 */
export const bucketOf = (salt: string, value: string): number => bucketsOf(salt)(value);

/** The same, with the salt hashed once: for the many values of one flag. */
export function bucketsOf(salt: string): (value: string) => number {
  const hash = prefixed(`${salt}:`);
  return (value) => Math.floor((hash(value) * bucketCount) / 2 ** 32);
}
