/**
 * Vectors of one index in memory, one after the other, each with its chunk's row and its document. Rows have no order: what
 * is removed is replaced by the last one.
 */
export interface VectorRows {
  readonly size: number;
  /** Of the vectors themselves, as reserved. */
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
  let vectors = new Float32Array(firstCapacity * dimensions);
  let rowids = new Float64Array(firstCapacity);
  let owners = new Int32Array(firstCapacity);
  let size = 0;
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const rowsOf: (number[] | undefined)[] = [];

  const grow = () => {
    const capacity = Math.ceil(rowids.length * 1.5);
    const wider = new Float32Array(capacity * dimensions);
    wider.set(vectors);
    vectors = wider;
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
    vectors.copyWithin(row * dimensions, size * dimensions, (size + 1) * dimensions);
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
      return vectors.byteLength;
    },
    add(document, rowid, fill) {
      if (size === rowids.length) grow();
      fill(vectors, size * dimensions);
      if (isUnit) scaleToUnit(vectors, size * dimensions, dimensions);
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
      const scores = scan(vectors, size, query);
      const candidates = per === 'chunk' ? allRows(size) : bestOfEach(scores, owners, size, names.length);
      const order = (a: number, b: number) =>
        (scores[b] ?? 0) - (scores[a] ?? 0) ||
        compare(names[owners[a] ?? 0] ?? '', names[owners[b] ?? 0] ?? '') ||
        (rowids[a] ?? 0) - (rowids[b] ?? 0);
      return topOf(candidates, k, order).map((row) => ({ rowid: rowids[row] ?? 0, score: scores[row] ?? 0 }));
    },
  };
}

/** The products of all vectors with a query. Eight sums at a time keep the processor's units busy side by side. */
function scan(vectors: Float32Array, size: number, query: Float32Array): Float32Array {
  const dimensions = query.length;
  const whole = dimensions - (dimensions % 8);
  const scores = new Float32Array(size);
  for (let row = 0, start = 0; row < size; row++, start += dimensions) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let e = 0;
    let f = 0;
    let g = 0;
    let h = 0;
    // Indexes are within bounds by construction; the casts cost nothing, a fallback for each number would.
    for (let i = 0; i < whole; i += 8) {
      const at = start + i;
      a += (query[i] as number) * (vectors[at] as number);
      b += (query[i + 1] as number) * (vectors[at + 1] as number);
      c += (query[i + 2] as number) * (vectors[at + 2] as number);
      d += (query[i + 3] as number) * (vectors[at + 3] as number);
      e += (query[i + 4] as number) * (vectors[at + 4] as number);
      f += (query[i + 5] as number) * (vectors[at + 5] as number);
      g += (query[i + 6] as number) * (vectors[at + 6] as number);
      h += (query[i + 7] as number) * (vectors[at + 7] as number);
    }
    for (let i = whole; i < dimensions; i++) a += (query[i] as number) * (vectors[start + i] as number);
    scores[row] = a + b + c + d + e + f + g + h;
  }
  return scores;
}

const allRows = (size: number): Int32Array => Int32Array.from({ length: size }, (_, row) => row);

function bestOfEach(scores: Float32Array, owners: Int32Array, size: number, documents: number): Int32Array {
  const best = new Int32Array(documents).fill(-1);
  for (let row = 0; row < size; row++) {
    const owner = owners[row] ?? 0;
    const other = best[owner] ?? -1;
    if (other < 0 || (scores[row] ?? 0) > (scores[other] ?? 0)) best[owner] = row;
  }
  return best.filter((row) => row >= 0);
}

/** The first k by an order, without sorting the rest: a list kept sorted, which most candidates never enter. */
function topOf(candidates: Int32Array, k: number, order: (a: number, b: number) => number): number[] {
  const top: number[] = [];
  for (const candidate of candidates) {
    const last = top.at(-1);
    if (top.length >= k && last !== undefined && order(candidate, last) >= 0) continue;
    let low = 0;
    let high = top.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order(candidate, top[middle] ?? 0) < 0) high = middle;
      else low = middle + 1;
    }
    top.splice(low, 0, candidate);
    if (top.length > k) top.pop();
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
