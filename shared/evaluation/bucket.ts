import { bucketCount } from '../model/split.ts';
import { murmur3 } from './murmur3.ts';

/**
 * The bucket of a value, 0 to 99,999: `floor(murmur3(salt + ":" + value) * 100000 / 2^32)`.
 * Exact in doubles: the product stays under 2^53 and the division is by a power of two.
 */
export const bucketOf = (salt: string, value: string): number =>
  Math.floor((murmur3(`${salt}:${value}`) * bucketCount) / 2 ** 32);
