const c1 = 0xcc9e2d51;
const c2 = 0x1b873593;

const mixWord = (hash: number, word: number): number => {
  const scrambled = Math.imul(rotate(Math.imul(word, c1), 15), c2);
  return (Math.imul(rotate(hash ^ scrambled, 13), 5) + 0xe6546b64) | 0;
};

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

/**
 * 32-bit MurmurHash3 (x86) of the UTF-8 bytes of `text`, as an unsigned integer, 0 to 2^32 - 1.
 * A lone surrogate counts as U+FFFD, as every UTF-8 encoder has it. Allocates nothing.
 * Source: Austin Appleby, MurmurHash3_x86_32 (public domain); checked against its published vectors.
 */
export function murmur3(text: string, seed = 0): number {
  let hash = seed | 0;
  let word = 0;
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    let code = text.charCodeAt(index);
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = code <= 0xdbff ? text.charCodeAt(index + 1) : Number.NaN;
      if (low >= 0xdc00 && low <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        index++;
      } else code = 0xfffd;
    }
    // The code point's UTF-8 bytes, first byte lowest, as the hash reads its words (little-endian).
    let packed: number;
    let size: number;
    if (code < 0x80) {
      packed = code;
      size = 1;
    } else if (code < 0x800) {
      packed = 0xc0 | (code >> 6) | ((0x80 | (code & 63)) << 8);
      size = 2;
    } else if (code < 0x10000) {
      packed = 0xe0 | (code >> 12) | ((0x80 | ((code >> 6) & 63)) << 8) | ((0x80 | (code & 63)) << 16);
      size = 3;
    } else {
      packed =
        0xf0 |
        (code >> 18) |
        ((0x80 | ((code >> 12) & 63)) << 8) |
        ((0x80 | ((code >> 6) & 63)) << 16) |
        ((0x80 | (code & 63)) << 24);
      size = 4;
    }
    const filled = bytes & 3;
    word |= packed << (filled * 8);
    if (filled + size >= 4) {
      hash = mixWord(hash, word);
      const used = 4 - filled;
      word = used === 4 ? 0 : packed >>> (used * 8);
      if (size === used) word = 0;
    }
    bytes += size;
  }
  if ((bytes & 3) !== 0) hash ^= Math.imul(rotate(Math.imul(word, c1), 15), c2);
  hash ^= bytes;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
