import { createVectorBlocks } from './vectorBlocks.ts';

/**
 * Vectors of one index in memory, one after the other, each with its chunk's row and its document. Rows have no order: what
 * is removed is replaced by the last one.
 */
export interface VectorRows {
  readonly size: number;
  /** Of the vectors themselves. */
  readonly bytes: number;
  /** Adds a vector, which `fill` writes into its place. */
  add(document: string, rowid: number, fill: (target: Float32Array, at: number) => void): void;
  remove(document: string): void;
  /** The best rows, best first: of all, or the best one of each document. Equal scores stand by document and row. */
  best(vector: Float32Array, k: number, per: 'document' | 'chunk'): { rowid: number; score: number }[];
}

const firstCapacity = 256;

/** @param isUnit Vectors are scaled to length 1, so that their product is their cosine. */
export function createVectorRows(dimensions: number, isUnit: boolean): VectorRows {
  const vectors = createVectorBlocks(dimensions);
  let rowids = new Float64Array(firstCapacity);
  let owners = new Int32Array(firstCapacity);
  let size = 0;
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const rowsOf: (number[] | undefined)[] = [];

  const grow = () => {
    const capacity = rowids.length * 2;
    rowids = copyTo(new Float64Array(capacity), rowids);
    owners = copyTo(new Int32Array(capacity), owners);
  };
  const numberOf = (document: string): number => {
    const known = numbers.get(document);
    if (known !== undefined) return known;
    numbers.set(document, names.length);
    names.push(document);
    return names.length - 1;
  };
  const removeRow = (row: number) => {
    size--;
    if (row === size) return;
    vectors.copy(size, row);
    rowids[row] = rowids[size] ?? 0;
    const owner = owners[size] ?? 0;
    owners[row] = owner;
    const rows = rowsOf[owner];
    const at = rows?.indexOf(size) ?? -1;
    if (rows && at >= 0) rows[at] = row;
  };
  return {
    get size() {
      return size;
    },
    get bytes() {
      return vectors.bytes;
    },
    add(document, rowid, fill) {
      if (size === rowids.length) grow();
      const { floats, at } = vectors.place(size);
      fill(floats, at);
      if (isUnit) scaleToUnit(floats, at, dimensions);
      const owner = numberOf(document);
      rowids[size] = rowid;
      owners[size] = owner;
      const rows = rowsOf[owner];
      if (rows) rows.push(size);
      else rowsOf[owner] = [size];
      size++;
    },
    remove(document) {
      const owner = numbers.get(document);
      if (owner === undefined) return;
      const rows = rowsOf[owner] ?? [];
      rowsOf[owner] = undefined;
      // From the back, so that the row that takes a place is never one that goes too.
      for (const row of rows.toSorted((a, b) => b - a)) removeRow(row);
    },
    best(vector, k, per) {
      const query = isUnit ? unitOf(vector) : vector;
      const scores = vectors.scan(query, size);
      const candidates = per === 'chunk' ? allRows(size) : bestOfEach(scores, owners, size, names.length);
      const order = (a: number, b: number) =>
        (scores[b] ?? 0) - (scores[a] ?? 0) ||
        compare(names[owners[a] ?? 0] ?? '', names[owners[b] ?? 0] ?? '') ||
        (rowids[a] ?? 0) - (rowids[b] ?? 0);
      return topOf(candidates, scores, k, order).map((row) => ({
        rowid: rowids[row] ?? 0,
        score: scores[row] ?? 0,
      }));
    },
  };
}

const allRows = (size: number): Int32Array => {
  const rows = new Int32Array(size);
  for (let row = 0; row < size; row++) rows[row] = row;
  return rows;
};

/** The best row of each document, by its number; -1 for one that has none. */
function bestOfEach(scores: Float32Array, owners: Int32Array, size: number, documents: number): Int32Array {
  const best = new Int32Array(documents).fill(-1);
  for (let row = 0; row < size; row++) {
    // Indexes are within bounds by construction; the casts cost nothing, a fallback for each number would.
    const owner = owners[row] as number;
    const other = best[owner] as number;
    if (other < 0 || (scores[row] as number) > (scores[other] as number)) best[owner] = row;
  }
  return best;
}

/** The first k by an order that puts higher scores first, without sorting the rest: a list kept sorted, which most candidates never enter. */
function topOf(
  candidates: Int32Array,
  scores: Float32Array,
  k: number,
  order: (a: number, b: number) => number,
): number[] {
  const top: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index] as number;
    if (candidate < 0 || (scores[candidate] as number) < least) continue;
    let low = 0;
    let high = top.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order(candidate, top[middle] as number) < 0) high = middle;
      else low = middle + 1;
    }
    top.splice(low, 0, candidate);
    if (top.length > k) top.pop();
    if (top.length === k) least = scores[top[k - 1] as number] as number;
  }
  return top;
}

function scaleToUnit(vectors: Float32Array, at: number, dimensions: number): void {
  let sum = 0;
  for (let i = at; i < at + dimensions; i++) sum += (vectors[i] ?? 0) ** 2;
  if (sum === 0) return;
  const factor = 1 / Math.sqrt(sum);
  for (let i = at; i < at + dimensions; i++) vectors[i] = (vectors[i] ?? 0) * factor;
}

function unitOf(vector: Float32Array): Float32Array {
  const copy = vector.slice();
  scaleToUnit(copy, 0, copy.length);
  return copy;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function copyTo<T extends Float64Array | Int32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
