import type { z } from 'zod';
import type { Issue } from './issues.ts';

interface Raw {
  path: PropertyKey[];
  message: string;
  code?: string | undefined;
  origin?: unknown;
  minimum?: unknown;
  maximum?: unknown;
}

/** Everything that a schema has to say about a value, in words that the person who typed it understands. */
export function validate(schema: z.ZodType, value: unknown): Issue[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issueWords(issue as Raw),
  }));
}

/** Messages of our own stay; the library's are about types, which nobody who fills in a form thinks in. */
function issueWords({ message, code, origin, minimum, maximum }: Raw): string {
  if (!/^(Invalid|Too|Unrecognized)/.test(message)) return message;
  const number = origin === 'number' || origin === 'int';
  if (code === 'too_small') {
    if (number) return `At least ${minimum}`;
    if (origin === 'string') return Number(minimum) > 1 ? `At least ${minimum} characters` : 'Fill this in';
    return 'Add at least one';
  }
  if (code === 'too_big') {
    if (number) return `At most ${maximum}`;
    return origin === 'string' ? `At most ${maximum} characters` : `At most ${maximum} of them`;
  }
  if (/datetime|date/.test(message)) return 'Choose a date and time';
  return code === 'invalid_type' || code === 'invalid_union' ? 'Fill this in' : message;
}
