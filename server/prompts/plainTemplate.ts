import type { Template } from 'liquidjs';

/** A template that is only text and variables: what stands between, and the names. */
export type PlainTemplate = readonly (string | { variable: string })[];

/**
 * Reads a parsed template as text and variables, or null where it holds anything more (a tag, a filter, a path).
 * Most prompts are of this kind, and joining texts costs a twentieth of what the template engine does.
 */
export function plainTemplate(template: readonly Template[]): PlainTemplate | null {
  const parts = template.map(partOf);
  return parts.every((part) => part !== null) ? parts : null;
}

interface Parsed {
  str?: unknown;
  value?: { filters?: unknown[]; initial?: { postfix?: { props?: { content?: unknown }[] }[] } };
}

function partOf(node: Template): string | { variable: string } | null {
  const { str, value } = node as Template & Parsed;
  if (node.constructor.name === 'HTML' && typeof str === 'string') return str;
  if (node.constructor.name !== 'Output' || value?.filters?.length !== 0) return null;
  const [token, ...more] = value.initial?.postfix ?? [];
  const [property, ...deeper] = token?.props ?? [];
  const name = property?.content;
  if (token?.constructor.name !== 'PropertyAccessToken' || more.length > 0 || deeper.length > 0) return null;
  return typeof name === 'string' && /^[a-zA-Z_]\w*$/.test(name) ? { variable: name } : null;
}

/** Fills it; null where a value is neither text nor absent, which the template engine must put into words. */
export function fillPlain(template: PlainTemplate, scope: Record<string, unknown>): string | null {
  let text = '';
  for (const part of template) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    if (!Object.hasOwn(scope, part.variable)) return null;
    const value = scope[part.variable];
    if (typeof value === 'string') text += value;
    else if (value !== null) return null;
  }
  return text;
}
