import { type Check, megabytes } from './check.ts';
import type { MemoryFacts } from './event.ts';

/** The estimate is from a sample, so a little more than it says is asked for. */
const reserve = 1.1;
const mebibyte = 1024 ** 2;

/**
 * Whether the vectors of both indexes fit into memory together: the gate and a canary search them in turn, and an index that
 * has to be loaded anew for every query is of no use.
 */
export function memoryCheck({ old, new: fresh, allowed }: MemoryFacts): Check {
  const passed = old + fresh <= allowed;
  const wanted = Math.ceil(((old + fresh) * reserve) / mebibyte);
  return {
    check: 'memory',
    passed,
    figure: `The vectors of both indexes take about ${megabytes(old + fresh)} of memory (${old} bytes now, about ${fresh} of the new index), ${megabytes(allowed)} are allowed`,
    mend: passed
      ? ''
      : `Set INDEX_MEMORY_MB to ${wanted} or more and start the server anew, or plan an index version with fewer dimensions or larger chunks`,
  };
}
