/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const roundConstants = fractions(64, 1 / 3);
/** Likewise the square roots of the first eight. */
const start = fractions(8, 1 / 2);

/**
 * SHA-256 of the UTF-8 bytes of a text, or of bytes, in lower-case hexadecimal; the same where the server's
 * own hash is used, and there for browsers too. Some 80 MB/s: for identities, not for bulk.
 * Source: FIPS 180-4; checked against its vectors.
 */
export function sha256(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, (bytes.length * 8) >>> 0);
  const state = Int32Array.from(start);
  const schedule = new Int32Array(64);
  for (let block = 0; block < padded.length; block += 64) {
    for (let index = 0; index < 16; index++) schedule[index] = view.getInt32(block + index * 4);
    compress(state, schedule);
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function compress(state: Int32Array, schedule: Int32Array): void {
  const word = (index: number): number => schedule[index] ?? 0;
  for (let index = 16; index < 64; index++) {
    const early = word(index - 15);
    const late = word(index - 2);
    const small0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const small1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    schedule[index] = word(index - 16) + small0 + word(index - 7) + small1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < 64; index++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const first =
      h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + (roundConstants[index] ?? 0) + word(index);
    const second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, index) => {
    state[index] = (state[index] ?? 0) + value;
  });
}

const turn = (value: number, bits: number): number => (value >>> bits) | (value << (32 - bits));

function fractions(count: number, power: number): Int32Array {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.some((prime) => candidate % prime === 0)) continue;
    found.push(candidate);
  }
  return Int32Array.from(found, (prime) => ((prime ** power % 1) * 2 ** 32) | 0);
}
