/** One thing that changed, in words. `before` null: it was added; `after` null: it was taken away. */
export interface DescribedLine {
  what: string;
  before: string | null;
  after: string | null;
}

/** One thing that a resource says, by what it is about. */
export type Fact = [what: string, value: string];

/** The facts that say something. */
export const given = (all: readonly Fact[]): Fact[] => all.filter(([, value]) => value !== '');

/** The lines in which two lists of facts differ: changed and new ones in the order of the second, then those that are gone. */
export function difference(before: readonly Fact[], after: readonly Fact[]): DescribedLine[] {
  const old = named(before);
  const fresh = named(after);
  const changed = [...fresh].flatMap(([what, value]): DescribedLine[] => {
    const was = old.get(what);
    if (was === value) return [];
    if (was === undefined) return [{ what, before: null, after: beginning(value) }];
    const [shownBefore, shownAfter] = around(was, value);
    return [{ what, before: shownBefore, after: shownAfter }];
  });
  const gone = [...old].flatMap(([what, value]): DescribedLine[] =>
    fresh.has(what) ? [] : [{ what, before: beginning(value), after: null }],
  );
  return [...changed, ...gone];
}

/** Facts about the same thing, such as two rules of one name, are told apart by a number. */
function named(facts: readonly Fact[]): Map<string, string> {
  const found = new Map<string, string>();
  const seen = new Map<string, number>();
  for (const [what, value] of facts) {
    const count = (seen.get(what) ?? 0) + 1;
    seen.set(what, count);
    found.set(count === 1 ? what : `${what} (${count})`, value);
  }
  return found;
}

const longest = 400;
const context = 60;

const beginning = (value: string): string => (value.length > longest ? `${value.slice(0, longest)}…` : value);

/** Two long texts are shown around where they differ. */
function around(before: string, after: string): [string, string] {
  if (before.length <= longest && after.length <= longest) return [before, after];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  const cut = (text: string) => {
    const from = Math.max(0, start - context);
    const until = Math.min(text.length, text.length - end + context);
    const shown = text.slice(from, Math.min(until, from + longest)).toWellFormed();
    return `${from > 0 ? '…' : ''}${shown}${from + shown.length < text.length ? '…' : ''}`;
  };
  return [cut(before), cut(after)];
}
