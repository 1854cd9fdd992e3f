export type Value = string | number | boolean;
export type ValueKind = 'text' | 'number' | 'yes-no' | 'mixed';

export const valueKinds: { value: ValueKind; label: string }[] = [
  { value: 'text', label: 'text' },
  { value: 'number', label: 'number' },
  { value: 'yes-no', label: 'yes/no' },
];

/** What a list of values holds; a list of nothing holds texts. */
export function kindOf(values: readonly Value[]): ValueKind {
  const types = new Set(values.map((value) => typeof value));
  if (types.size > 1) return 'mixed';
  if (types.has('number')) return 'number';
  return types.has('boolean') ? 'yes-no' : 'text';
}

/** A value as it is typed. In a mixed list, a text stands in quotation marks where it could be something else. */
export function spell(value: Value, kind: ValueKind): string {
  if (kind === 'mixed' && typeof value === 'string' && typeof read(value, 'mixed') !== 'string')
    return JSON.stringify(value);
  return String(value);
}

/** The value that a text spells, or null when it spells none of this kind. Nothing is converted silently. */
export function read(text: string, kind: ValueKind): Value | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  switch (kind) {
    case 'text':
      return trimmed;
    case 'number':
      return Number.isFinite(Number(trimmed)) ? Number(trimmed) : null;
    case 'yes-no':
      return trimmed === 'true' || trimmed === 'yes'
        ? true
        : trimmed === 'false' || trimmed === 'no'
          ? false
          : null;
    case 'mixed':
      if (/^".*"$/.test(trimmed)) return trimmed.slice(1, -1);
      return read(trimmed, 'yes-no') ?? read(trimmed, 'number') ?? trimmed;
  }
}

/** The values of a list in another kind; what cannot be one is dropped. */
export const converted = (values: readonly Value[], kind: ValueKind): Value[] =>
  values.flatMap((value) => read(String(value), kind) ?? []);

/** Tags from what was typed or pasted: several in one text are several, and none counts twice. */
export const splitTags = (texts: readonly string[], separators: RegExp): string[] => [
  ...new Set(texts.flatMap((text) => text.split(separators).map((part) => part.trim())).filter(Boolean)),
];
