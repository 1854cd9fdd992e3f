/**
 * Numbers from 0 (inclusive) to 1 (exclusive) that follow from the seed alone, for resampling that can be
 * repeated. Not for secrets.
 * Source: Chris Doty-Humphrey, sfc32 (PractRand, public domain), counter starting at 1, the seed in the first
 * state word, twelve rounds thrown away.
 */
export function seededRandom(seed: number): () => number {
  let a = seed | 0;
  let b = 0;
  let c = 0;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}
