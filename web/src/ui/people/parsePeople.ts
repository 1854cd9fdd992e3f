import type { AttributeValue, EvaluationContext } from '../../../../shared/model/context.ts';
import { parseCsv } from './csv.ts';

export interface People {
  contexts: EvaluationContext[];
  /** What could not be read, with its line. */
  problems: string[];
  /** How the text was understood. */
  format: 'ids' | 'json' | 'csv';
}

/**
 * People from a pasted text: targeting keys, one on each line; JSON, one context on each line or an array; or
 * CSV whose first line names the attributes, `targetingKey` among them.
 */
export function parsePeople(text: string): People {
  const trimmed = text.trim();
  if (trimmed.startsWith('[') || trimmed.startsWith('{')) return fromJson(trimmed);
  const [header = '', ...rest] = trimmed.split(/\r?\n/);
  const separator = [',', '\t', ';'].find((one) => header.includes(one));
  if (separator !== undefined && rest.length > 0 && header.split(separator).some(isKeyName))
    return fromCsv(trimmed, separator);
  const ids = trimmed.split(/[\r\n,;\t]+/).map((id) => id.trim());
  const contexts = [...new Set(ids)].filter(Boolean).map((targetingKey) => ({ targetingKey }));
  return { contexts: isKeyName(ids[0] ?? '') ? contexts.slice(1) : contexts, problems: [], format: 'ids' };
}

const isKeyName = (name: string): boolean =>
  /^"?(targeting[ _-]?key|user[ _-]?id|user|id)"?$/i.test(name.trim());

function fromJson(text: string): People {
  const people: People = { contexts: [], problems: [], format: 'json' };
  const add = (value: unknown, where: string) => {
    if (typeof value === 'string') people.contexts.push({ targetingKey: value });
    else if (typeof value === 'object' && value !== null && !Array.isArray(value))
      people.contexts.push(value as EvaluationContext);
    else people.problems.push(`${where} is not a context`);
  };
  try {
    const whole: unknown = JSON.parse(text);
    if (Array.isArray(whole)) for (const [index, one] of whole.entries()) add(one, `Item ${index + 1}`);
    else add(whole, 'The text');
    return people;
  } catch {
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      if (line.trim() === '') continue;
      try {
        add(JSON.parse(line), `Line ${index + 1}`);
      } catch {
        people.problems.push(`Line ${index + 1} is not JSON`);
      }
    }
    return people;
  }
}

function fromCsv(text: string, separator: string): People {
  const [names = [], ...rows] = parseCsv(text, separator);
  const people: People = { contexts: [], problems: [], format: 'csv' };
  for (const [index, row] of rows.entries()) {
    const context: Record<string, AttributeValue> = {};
    for (const [column, raw] of row.entries()) {
      const name = names[column]?.trim() ?? '';
      const field = raw.trim();
      if (name === '' || field === '') continue;
      if (isKeyName(name)) context.targetingKey = field;
      else context[name] = typed(field);
    }
    if (Object.keys(context).length > 0) people.contexts.push(context as EvaluationContext);
    else people.problems.push(`Line ${index + 2} is empty`);
  }
  return people;
}

/** In CSV everything is text; true, false and numbers are taken for what they look like. */
function typed(field: string): AttributeValue {
  if (/^(true|false)$/i.test(field)) return field.toLowerCase() === 'true';
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(field) ? Number(field) : field;
}
