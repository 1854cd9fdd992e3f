import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { murmur3 } from './murmur3.ts';

/** The published algorithm over a byte array, written the plain way, to hold the allocation-free one against. */
function plain(bytes: Uint8Array): number {
  const rotate = (x: number, r: number) => (x << r) | (x >>> (32 - r));
  let hash = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks = Math.floor(bytes.length / 4);
  for (let block = 0; block < blocks; block++) {
    hash ^= Math.imul(rotate(Math.imul(view.getInt32(block * 4, true), 0xcc9e2d51), 15), 0x1b873593);
    hash = (Math.imul(rotate(hash, 13), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let index = bytes.length - 1; index >= blocks * 4; index--) tail = (tail << 8) | bytes[index]!;
  if (bytes.length % 4 !== 0) hash ^= Math.imul(rotate(Math.imul(tail, 0xcc9e2d51), 15), 0x1b873593);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

describe('murmur3', () => {
  it('hashes the UTF-8 bytes of any text, lone surrogates as U+FFFD', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: 'grapheme' }),
          fc.constant('a\ud800b\udc00'),
        ),
        (text) => {
          expect(murmur3(text)).toBe(plain(new TextEncoder().encode(text)));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
