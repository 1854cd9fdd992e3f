const c1 = 0xcc9e2d51;
const c2 = 0x1b873593;

/**
 * 32-bit MurmurHash3 (x86) of the UTF-8 bytes of `text`, as an unsigned integer, 0 to 2^32 - 1.
 * A lone surrogate counts as U+FFFD, as every UTF-8 encoder has it.
 * Source: Austin Appleby, MurmurHash3_x86_32 (public domain); checked against its published vectors.
 */
export const murmur3 = (text: string, seed = 0): number => prefixed('', seed)(text);

/**
 * The same hash of `prefix + text`, with the prefix hashed once: what a flag's salt is to every evaluation.
 * Allocates nothing per text.
 */
export function prefixed(prefix: string, seed = 0): (text: string) => number {
  const bytes = new TextEncoder().encode(prefix);
  const whole = bytes.length & ~3;
  let state = seed | 0;
  for (let index = 0; index < whole; index += 4) {
    state = mix(
      state,
      at(bytes, index) |
        (at(bytes, index + 1) << 8) |
        (at(bytes, index + 2) << 16) |
        (at(bytes, index + 3) << 24),
    );
  }
  let pending = 0;
  for (let index = whole; index < bytes.length; index++) pending |= at(bytes, index) << ((index & 3) * 8);
  const begun = bytes.length;
  return (text) => finish(state, pending, begun, text);
}

const at = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0;

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

const mix = (hash: number, word: number): number =>
  (Math.imul(rotate(hash ^ Math.imul(rotate(Math.imul(word, c1), 15), c2), 13), 5) + 0xe6546b64) | 0;

/** Takes in the text byte by byte, filling words lowest byte first, and scrambles the end. */
function finish(begunHash: number, begunWord: number, begunBytes: number, text: string): number {
  let hash = begunHash;
  let word = begunWord;
  let bytes = begunBytes;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x80) return finishWide(hash, word, bytes, text, index);
    const shift = (bytes++ & 3) * 8;
    word |= code << shift;
    if (shift === 24) {
      hash = mix(hash, word);
      word = 0;
    }
  }
  return scramble(hash, word, bytes);
}

/** The rest of a text from its first character that takes more than one byte. */
function finishWide(
  begunHash: number,
  begunWord: number,
  begunBytes: number,
  text: string,
  from: number,
): number {
  let hash = begunHash;
  let word = begunWord;
  let bytes = begunBytes;
  const push = (byte: number) => {
    const shift = (bytes++ & 3) * 8;
    word |= byte << shift;
    if (shift === 24) {
      hash = mix(hash, word);
      word = 0;
    }
  };
  for (let index = from; index < text.length; index++) {
    const point = text.codePointAt(index) ?? 0;
    if (point > 0xffff) index++;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) push(code);
    else if (code < 0x800) {
      push(0xc0 | (code >> 6));
      push(0x80 | (code & 63));
    } else if (code < 0x10000) {
      push(0xe0 | (code >> 12));
      push(0x80 | ((code >> 6) & 63));
      push(0x80 | (code & 63));
    } else {
      push(0xf0 | (code >> 18));
      push(0x80 | ((code >> 12) & 63));
      push(0x80 | ((code >> 6) & 63));
      push(0x80 | (code & 63));
    }
  }
  return scramble(hash, word, bytes);
}

function scramble(begun: number, word: number, bytes: number): number {
  let hash = begun;
  if ((bytes & 3) !== 0) hash ^= Math.imul(rotate(Math.imul(word, c1), 15), c2);
  hash ^= bytes;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
