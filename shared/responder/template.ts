/** One piece of an answer: text as it is, or the place of a value. */
export type TemplatePart =
  | { kind: 'text'; text: string }
  | { kind: 'variable'; name: string }
  | { kind: 'context'; name: string }
  /** A group of the rule's first pattern: its number (0 is all that matched) or its name. */
  | { kind: 'match'; group: number | string };

const slot = /\\\{\{|\{\{([^{}]*)\}\}|\{\{/g;
const reference = /^(?:(context|match)\.)?([^\s.{}][^\s{}]*)$/;

interface Piece {
  /** Null where braces hold nothing that could be a reference. */
  part: TemplatePart | null;
  source: string;
}

function piecesOf(template: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  const text = (from: number, to: number) => {
    if (to > from)
      pieces.push({
        part: { kind: 'text', text: template.slice(from, to) },
        source: template.slice(from, to),
      });
  };
  for (const found of template.matchAll(slot)) {
    const [source, inner] = found;
    text(end, found.index);
    end = found.index + source.length;
    if (source.startsWith('\\')) pieces.push({ part: { kind: 'text', text: '{{' }, source });
    else pieces.push({ part: inner === undefined ? null : referenceOf(inner.trim()), source });
  }
  text(end, template.length);
  return pieces;
}

function referenceOf(words: string): TemplatePart | null {
  const [, space, name] = reference.exec(words) ?? [];
  if (name === undefined) return null;
  if (space === 'context') return { kind: 'context', name };
  if (space === 'match') return { kind: 'match', group: /^\d{1,3}$/.test(name) ? Number(name) : name };
  return { kind: 'variable', name };
}

/** What is wrong with a template, in words; null where it can be filled. */
export function templateProblem(template: string): string | null {
  const wrong = piecesOf(template).find(({ part }) => part === null);
  if (!wrong) return null;
  return `“${wrong.source.slice(0, 40)}” is not a value's place: write {{ name }}, {{ match.1 }} or {{ context.region }}, and \\{{ for two braces`;
}

/** Cuts a template into its pieces, once. Braces that are no reference stay as they are. */
export const parseTemplate = (template: string): TemplatePart[] =>
  piecesOf(template).map(({ part, source }) => part ?? { kind: 'text', text: source });

/** Puts values in their places, each as it is: what a value says is never read as a template. */
export function fillTemplate(
  parts: readonly TemplatePart[],
  valueAt: (part: Exclude<TemplatePart, { kind: 'text' }>) => unknown,
  mostCharacters: number,
): string {
  let filled = '';
  for (const part of parts) {
    filled += part.kind === 'text' ? part.text : valueText(valueAt(part));
    if (filled.length > mostCharacters) return cutAt(filled, mostCharacters);
  }
  return filled;
}

/** A value as text: nothing for null and absent, a list with commas, anything deeper as JSON. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null))
    return value.map(valueText).join(', ');
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    // A value that JSON cannot hold did not come from a call.
    return '';
  }
}

/** The first characters, without half of a surrogate pair at the end. */
export function cutAt(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
