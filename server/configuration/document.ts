import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { resourceSchemas } from '../../shared/model/resource.ts';
import { type FieldIssue, fieldIssues, KnowngoodError } from '../errors.ts';
import { refuseUnsafe } from '../http/unsafeJson.ts';
import type { Snapshot } from './snapshot.ts';
import { unknownFields } from './unknownFields.ts';

export const DocumentFormat = z.enum(['yaml', 'json']);
export type DocumentFormat = z.infer<typeof DocumentFormat>;

const { prompt, unit, segment, flag } = resourceSchemas;

/**
 * An environment as one document, made for version control: no overrides, schedules, approvals or keys, nothing that
 * changes by itself, and everything in a stable order.
 */
export const EnvironmentDocument = z.object({
  format: z.literal('knowngood/1', 'This must be "knowngood/1"'),
  prompts: z.array(prompt).max(10_000).default([]),
  units: z.array(unit).max(10_000).default([]),
  segments: z.array(segment).max(10_000).default([]),
  flags: z.array(flag).max(10_000).default([]),
});
export type EnvironmentDocument = z.infer<typeof EnvironmentDocument>;

export function documentOf(snapshot: Snapshot): EnvironmentDocument {
  const sorted = <T>(all: ReadonlyMap<string, T>): T[] =>
    [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, body]) => body);
  return {
    format: 'knowngood/1',
    prompts: sorted(snapshot.prompts),
    // A retirement is a mark on a unit in one environment, not a part of it.
    units: sorted(snapshot.units).map(({ id, label, specification }) => ({ id, label, specification })),
    segments: sorted(snapshot.segments),
    flags: sorted(snapshot.flags),
  };
}

/** The same snapshot always gives the same text, whatever order its fields were saved in. */
export function writeDocument(document: EnvironmentDocument, format: DocumentFormat): string {
  const ordered = inOrder(document);
  if (format === 'json') return `${JSON.stringify(ordered, null, 2)}\n`;
  return stringify(ordered, { lineWidth: 110, aliasDuplicateObjects: false });
}

/**
 * Reads YAML or JSON, which YAML includes.
 * @throws KnowngoodError INVALID naming the path of every field that is unknown or does not fit.
 */
export function readDocument(text: string): EnvironmentDocument {
  const given = parsed(text);
  refuseUnsafe(given);
  const result = EnvironmentDocument.safeParse(given);
  const issues: FieldIssue[] = result.success
    ? unknownFields(given, result.data)
    : fieldIssues(result.error.issues);
  if (result.success && issues.length === 0) return result.data;
  const named = issues.map(({ path, message }) => ({ path: withKeys(path, given), message }));
  const [first] = named;
  throw new KnowngoodError(
    'INVALID',
    `The document cannot be used: ${first ? `${first.path}: ${first.message}` : 'it does not fit'}`,
    { issues: named },
  );
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw new KnowngoodError(
      'INVALID',
      `The document cannot be read: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    );
  }
}

/** `flags.3.rules.0.name` as `flags.docs-answer.rules.0.name`: people know flags by their keys. */
function withKeys(path: string, given: unknown): string {
  const [list, index, ...rest] = path.split('.');
  if (list === undefined || index === undefined) return path;
  const item = (given as Record<string, Record<string, { key?: string; id?: string; name?: string }>>)[
    list
  ]?.[index];
  return [list, item?.key ?? item?.id ?? item?.name ?? index, ...rest].join('.');
}

const first = ['format', 'key', 'id', 'name', 'version', 'kind', 'label', 'description'];

/** Fields in a fixed order: what names a thing, then the rest by the alphabet. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const rank = (field: string) => (first.includes(field) ? first.indexOf(field) : first.length);
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const ordered = fields.toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(ordered.map(([field, inner]) => [field, inOrder(inner)]));
}
