import { scanModule } from './scanModule.ts';

/** Vectors by number, in memory that grows without being copied, and the products of all of them with a query. */
export interface VectorBlocks {
  /** Of the vectors that there have been at most. */
  readonly bytes: number;
  /** Where a vector stands: its numbers begin at `at`. Holds until the next vector is asked for. */
  place(row: number): { floats: Float32Array; at: number };
  /** Copies one vector over another. */
  copy(from: number, to: number): void;
  /** The products of the first `size` vectors with a query, as 32-bit floats. */
  scan(query: Float32Array, size: number): Float32Array;
}

/** What one memory holds at most, in bytes: WebAssembly ends at four times as much. */
const mostBytes = 1024 ** 3;
const pageBytes = 65_536;
/** The query stands before the vectors, in a page of its own. */
const headBytes = pageBytes;
/** A vector is filled up with zeros to a multiple of what is multiplied at once. */
const floatsAtOnce = 16;
const firstRows = 256;

let compiled: WebAssembly.Module | null = null;

/** @param blockBytes Another size of a block than the usual, for tests. */
export function createVectorBlocks(dimensions: number, blockBytes = mostBytes): VectorBlocks {
  const stride = Math.ceil(dimensions / floatsAtOnce) * floatsAtOnce;
  const mostRows = Math.max(1, Math.floor((blockBytes - headBytes) / (stride * 4 + 4)));
  const blocks: Block[] = [];
  let used = 0;
  const blockOf = (row: number): Block => {
    const found = blocks[Math.floor(row / mostRows)];
    if (found) return found;
    const fresh = createBlock(stride, mostRows);
    blocks.push(fresh);
    return fresh;
  };
  const place = (row: number) => {
    used = Math.max(used, row + 1);
    return blockOf(row).place(row % mostRows);
  };
  return {
    get bytes() {
      return used * stride * 4;
    },
    place,
    copy(from, to) {
      const source = place(from);
      const vector = source.floats.subarray(source.at, source.at + stride);
      const target = place(to);
      target.floats.set(vector, target.at);
    },
    scan(query, size) {
      const scores = new Float32Array(size);
      for (let from = 0; from < size; from += mostRows)
        scores.set(blockOf(from).scan(query, Math.min(mostRows, size - from)), from);
      return scores;
    },
  };
}

interface Block {
  place(row: number): { floats: Float32Array; at: number };
  scan(query: Float32Array, rows: number): Float32Array;
}

type Scan = (query: number, vectors: number, bytes: number, rows: number, scores: number) => void;

/** One memory: the query, the vectors, and room for a score of each behind them. */
function createBlock(stride: number, mostRows: number): Block {
  const vectorBytes = stride * 4;
  const pagesFor = (rows: number) => Math.ceil((headBytes + rows * (vectorBytes + 4)) / pageBytes);
  let rows = Math.min(firstRows, mostRows);
  const memory = new WebAssembly.Memory({ initial: pagesFor(rows), maximum: pagesFor(mostRows) });
  let floats = new Float32Array(memory.buffer);
  compiled ??= scanModule();
  const scan = new WebAssembly.Instance(compiled, { of: { memory } }).exports.scan as Scan;
  const scoresAt = () => headBytes + rows * vectorBytes;
  return {
    place(row) {
      if (row >= rows) {
        const before = pagesFor(rows);
        rows = Math.min(mostRows, Math.max(row + 1, rows * 2));
        memory.grow(pagesFor(rows) - before);
        floats = new Float32Array(memory.buffer);
      }
      return { floats, at: (headBytes + row * vectorBytes) / 4 };
    },
    scan(query, size) {
      floats.fill(0, 0, stride).set(query, 0);
      scan(0, headBytes, vectorBytes, size, scoresAt());
      return new Float32Array(memory.buffer, scoresAt(), size);
    },
  };
}
