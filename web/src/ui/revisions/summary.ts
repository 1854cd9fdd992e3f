import type { DescribedChange } from '../../trpc.ts';
import { counted } from '../format.ts';

/** A revision in one line: "Support reply: share of Thorough 5% → 25%", "3 flags and 1 segment created". */
export function changeSummary(changes: readonly DescribedChange[]): string {
  const [first, ...others] = changes;
  if (first === undefined) return 'Nothing changed';
  if (first.act !== null && others.length === 0) return first.act;
  if (others.length === 0)
    return first.kind === 'override' ? overrideSummary(first) : `${first.name}, ${lineSummary(first)}`;
  const names = changes.slice(0, 3).map((change) => change.name);
  const rest = changes.length - names.length;
  return `${names.join(', ')}${rest > 0 ? ` and ${counted(rest, 'other')}` : ''}`;
}

/** What an override did, in words: nobody says that one was “created”. */
function overrideSummary({ name, action, lines }: DescribedChange): string {
  const mode = lines[0]?.after;
  if (action === 'deleted') return `override lifted from ${name}`;
  return `override on ${name}${mode ? `: ${mode[0]?.toLowerCase()}${mode.slice(1)}` : ''}`;
}

function lineSummary(change: DescribedChange): string {
  const line = change.lines[0];
  if (change.action !== 'changed' || line === undefined) return change.action;
  const values = [line.before, line.after].filter((value) => value !== null).join(' → ');
  const short = values.length > 100 ? `${values.slice(0, 100)}…` : values;
  const more = change.lines.length - 1;
  return `${line.what}: ${short}${more > 0 ? ` and ${counted(more, 'more change')}` : ''}`;
}

/** What a revision did to the move of a collection to another index; null where it is about something else. */
export const migrationActOf = (changes: readonly DescribedChange[]): string | null =>
  changes.length === 1 ? (changes[0]?.act ?? null) : null;

/** The title of a revision and what stands under it: the act of a move, else why people did it. */
export function revisionWords({ reason, changes }: { reason: string; changes: readonly DescribedChange[] }): {
  title: string;
  below: string;
} {
  const act = migrationActOf(changes);
  if (act !== null) return { title: act, below: reason };
  const summary = changeSummary(changes);
  return { title: reason === '' ? summary : reason, below: summary };
}
