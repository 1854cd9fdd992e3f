import type { Flag } from '../model/flag.ts';

/** Flags ask each other, so what reaches a flag reaches those that need it too: these flags, and all of those. */
export function withDependents(keys: Iterable<string>, flags: ReadonlyMap<string, Flag>): Set<string> {
  const reached = new Set(keys);
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const [key, flag] of flags)
      if (flag.prerequisites.some((needed) => reached.has(needed.flag))) reached.add(key);
  }
  return reached;
}
