import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { withDependents } from '../shared/evaluation/dependents.ts';
import { Flag } from '../shared/model/flag.ts';
import { Override } from '../shared/model/override.ts';
import { Segment } from '../shared/model/segment.ts';
import { ClientError, firstIssue } from './clientError.ts';

/** What decides, as the server had it at one revision. */
export interface ClientRulebook {
  revision: number;
  /** Names exactly this state; changes even where an override is obeyed before it is committed. */
  tag: string;
  flags: ReadonlyMap<string, Flag>;
  segments: ReadonlyMap<string, Segment>;
  overrides: ReadonlyMap<string, Override>;
}

const Wire = z.object({
  revision: z.int().min(0),
  /** Goes back to the server in a header, from a file that anything may have been done to. */
  tag: z.string().regex(/^[\x21\x23-\x7e]{1,200}$/),
  flags: z.array(z.unknown()),
  segments: z.array(z.unknown()),
  overrides: z.array(Override),
});

/**
 * Reads a rulebook, and keeps the objects of the one before where they are the same, so that only what has
 * changed is validated and compiled. A flag that cannot be read stays as it was, or is left out, and `unread`
 * names it: a newer server's new kind of rule must not keep a kill switch from arriving.
 * @throws ClientError `invalid` when the whole cannot be read.
 */
export function readRulebook(
  json: unknown,
  before: ClientRulebook | null,
): { rulebook: ClientRulebook; unread: string[] } {
  const wire = Wire.safeParse(json);
  if (!wire.success)
    throw new ClientError('invalid', `The rulebook cannot be read: ${firstIssue(wire.error)}`);
  const { revision, tag, overrides } = wire.data;
  const flags = new Map<string, Flag>();
  const unread: string[] = [];
  for (const raw of wire.data.flags) {
    const key = (raw as { key?: unknown } | null)?.key;
    const known = typeof key === 'string' ? before?.flags.get(key) : undefined;
    const read = isDeepStrictEqual(known, raw) ? known : Flag.safeParse(raw).data;
    const flag = read ?? known;
    if (flag) flags.set(flag.key, flag);
    if (!read) unread.push(String(key));
  }
  const rulebook = {
    revision,
    tag,
    flags,
    segments: readSegments(wire.data.segments, before),
    overrides: new Map(overrides.map((override) => [override.target, override])),
  };
  return { rulebook, unread };
}

/** The map of before, itself, where nothing has changed: the evaluator compares it by identity. */
function readSegments(raw: unknown[], before: ClientRulebook | null): ClientRulebook['segments'] {
  if (before && isDeepStrictEqual([...before.segments.values()], raw)) return before.segments;
  const segments = z.array(Segment).safeParse(raw);
  if (!segments.success)
    throw new ClientError('invalid', `The segments cannot be read: ${firstIssue(segments.error)}`);
  return new Map(segments.data.map((segment) => [segment.key, segment]));
}

/** @throws ClientError `invalid` */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ClientError('invalid', 'The rulebook is not JSON', error);
  }
}

/** The flags that may answer differently under the next rulebook. */
export function changedFlags(before: ClientRulebook | null, next: ClientRulebook): string[] {
  const all = new Set([...(before?.flags.keys() ?? []), ...next.flags.keys()]);
  if (!before || before.segments !== next.segments) return [...all];
  const modes = ({ overrides }: ClientRulebook, target: string) => overrides.get(target)?.mode;
  if (modes(before, '*') !== modes(next, '*')) return [...all];
  const own = [...all].filter(
    (key) => before.flags.get(key) !== next.flags.get(key) || modes(before, key) !== modes(next, key),
  );
  return [...withDependents(own, next.flags)];
}
