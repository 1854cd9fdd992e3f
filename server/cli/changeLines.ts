import type { Change } from '../../shared/model/revision.ts';
import type { Snapshot } from '../configuration/snapshot.ts';
import { describe } from '../revisions/describe.ts';

const marks = { created: '+', changed: '~', deleted: '-' };

/** Changes in words for a terminal: `+` made, `~` changed, `-` deleted, and below each what about it. */
export function changeLines(changes: readonly Change[], snapshot: Snapshot): string[] {
  return changes.flatMap((change) => {
    const { action, kind, key, name, lines } = describe(change, snapshot);
    const head = `${marks[action]} ${kind} ${key}${name === key ? '' : ` (${name})`}`;
    if (action !== 'changed') return [head];
    const own = lines.map(({ what, before, after }) => {
      if (before === null) return `    + ${what}: ${after}`;
      return after === null ? `    - ${what}: ${before}` : `    ${what}: ${before} -> ${after}`;
    });
    return [head, ...own];
  });
}
