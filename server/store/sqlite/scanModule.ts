/**
 * A WebAssembly module of one function, `scan(query, vectors, bytes, rows, scores)`: the products of a query with `rows`
 * vectors that stand one after the other, sixteen numbers at a time, as 32-bit floats. The first three are addresses and
 * the length of a vector in bytes, a multiple of 64; `rows` is at least 1. Written out by instruction, because a compiler
 * for sixty lines would be the larger dependency. A quarter of what the same loop takes in JavaScript.
 * Source: the WebAssembly core specification 2.0, chapter 5 (binary format).
 */
export function scanModule(): WebAssembly.Module {
  const code = [...locals, ...forEachRow, ...end];
  return new WebAssembly.Module(
    Uint8Array.of(
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, [1, 0x60, 5, i32, i32, i32, i32, i32, 0]),
      // import "of" "memory"
      ...section(2, [1, ...name('of'), ...name('memory'), 2, 0, 1]),
      ...section(3, [1, 0]),
      ...section(7, [1, ...name('scan'), 0, 0]),
      ...section(10, [1, ...number(code.length), ...code]),
    ),
  );
}

const i32 = 0x7f;
const v128 = 0x7b;
const end = [0x0b];

/** Parameters and locals by their index; `sums` are four in a row. */
const [query, vectors, bytes, rows, scores, at, sums] = [0, 1, 2, 3, 4, 5, 6];
const locals = [2, 1, i32, 4, v128];
const lanes = [0, 1, 2, 3];

const number = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...number(value >>> 7)];
const name = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];
const section = (id: number, body: readonly number[]): number[] => [id, ...number(body.length), ...body];

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const tee = (local: number): number[] => [0x22, local];
/** At most 63: a larger one would need another byte. */
const constant = (value: number): number[] => [0x41, value];
const sixtyFour = [0x41, 0xc0, 0x00];
const add = [0x6a];
const subtract = [0x6b];
const isLess = [0x49];
const loop = (body: readonly number[]): number[] => [0x03, 0x40, ...body, ...end];
const again = [0x0d, 0];
const addFloats = [0x92];
const storeFloat = [0x38, 2, 0];
const simd = (instruction: number, ...operands: number[]): number[] => [
  0xfd,
  ...number(instruction),
  ...operands,
];
const loadFour = (offset: number): number[] => simd(0x00, 4, offset);
const zeros = simd(0x0c, ...new Array<number>(16).fill(0));
const addFours = simd(0xe4);
const multiplyFours = simd(0xe6);
const laneOf = (lane: number): number[] => simd(0x1f, lane);

/** sums[lane] += query[at + 4 lane ..] * vectors[at + 4 lane ..] */
const accumulate = (lane: number): number[] => [
  ...get(sums + lane),
  ...[...get(query), ...get(at), ...add, ...loadFour(16 * lane)],
  ...[...get(vectors), ...get(at), ...add, ...loadFour(16 * lane)],
  ...[...multiplyFours, ...addFours, ...set(sums + lane)],
];
const forEachNumber = loop([
  ...lanes.flatMap(accumulate),
  ...[...get(at), ...sixtyFour, ...add, ...tee(at), ...get(bytes), ...isLess, ...again],
]);
const keepScore = [
  ...[...get(sums), ...get(sums + 1), ...addFours, ...get(sums + 2), ...get(sums + 3), ...addFours],
  ...[...addFours, ...set(sums), ...get(scores), ...get(sums), ...laneOf(0)],
  ...[1, 2, 3].flatMap((lane) => [...get(sums), ...laneOf(lane), ...addFloats]),
  ...storeFloat,
];
const forEachRow = loop([
  ...[...constant(0), ...set(at), ...lanes.flatMap((lane) => [...zeros, ...set(sums + lane)])],
  ...forEachNumber,
  ...keepScore,
  ...[...get(vectors), ...get(bytes), ...add, ...set(vectors)],
  ...[...get(scores), ...constant(4), ...add, ...set(scores)],
  ...[...get(rows), ...constant(1), ...subtract, ...tee(rows), ...again],
]);
