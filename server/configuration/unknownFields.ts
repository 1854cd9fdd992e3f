import type { FieldIssue } from '../errors.ts';

const most = 20;

/** The fields of `given` that a schema has left out of what it made of it: misspelt ones, or those of a newer version. */
export function unknownFields(given: unknown, made: unknown): FieldIssue[] {
  const found: FieldIssue[] = [];
  const walk = (one: unknown, other: unknown, path: string) => {
    if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return;
    for (const [field, inner] of Object.entries(one)) {
      if (found.length >= most) return;
      const own = path === '' ? field : `${path}.${field}`;
      if (Object.hasOwn(other, field)) walk(inner, (other as Record<string, unknown>)[field], own);
      else if (inner !== undefined) found.push({ path: own, message: 'There is no such field' });
    }
  };
  walk(given, made, '');
  return found;
}
