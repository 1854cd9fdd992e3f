import type { Flag } from '../../../shared/model/flag.ts';
import type { Segment } from '../../../shared/model/segment.ts';

/** What went wrong, in a form that a page can show. */
export interface Problem {
  message: string;
  code: string | null;
  /** Names the server's log entry, where there is one. */
  errorId: string | null;
  issues: { path: string; message: string }[];
}

/** Someone else's save that came first. */
export interface Conflict<Resource = Flag> {
  version: number;
  theirs: Resource;
  author: string;
  at: string;
  reason: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function dataOf(error: unknown): Record<string, unknown> {
  return isRecord(error) && isRecord(error.data) ? error.data : {};
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Reads any error, ours or the network's, without trusting its shape. */
export function problemOf(error: unknown): Problem {
  const data = dataOf(error);
  const code = textOf(data.code);
  const said = error instanceof Error ? error.message : String(error);
  const issues = Array.isArray(data.issues) ? data.issues.filter(isIssue) : [];
  return {
    message: code === null && isNetworkWord(said) ? 'The server could not be reached.' : said,
    code,
    errorId: textOf(data.errorId),
    issues,
  };
}

const isIssue = (value: unknown): value is { path: string; message: string } =>
  isRecord(value) && typeof value.message === 'string' && typeof value.path === 'string';

const isNetworkWord = (message: string): boolean =>
  /failed to fetch|networkerror|load failed|unexpected token/i.test(message);

export const isUnauthorized = (error: unknown): boolean => dataOf(error).code === 'UNAUTHORIZED';

export const isNotFound = (error: unknown): boolean => dataOf(error).code === 'NOT_FOUND';

/** Worth another try by itself: no answer at all, or the server's own failure. */
export function isTransient(error: unknown): boolean {
  const { code } = problemOf(error);
  return code === null || code === 'INTERNAL_SERVER_ERROR' || code === 'TIMEOUT';
}

/** The conflict over a flag inside an error, or null when it is another kind of error. */
export const conflictOf = (error: unknown): Conflict | null => conflictOver<Flag>('flag', error);

/** The same over a segment. */
export const segmentConflictOf = (error: unknown): Conflict<Segment> | null =>
  conflictOver<Segment>('segment', error);

function conflictOver<Resource>(kind: string, error: unknown): Conflict<Resource> | null {
  const data = dataOf(error);
  const conflict = data.conflict;
  if (data.code !== 'CONFLICT' || !isRecord(conflict) || typeof conflict.version !== 'number') return null;
  return conflict.kind === kind && isRecord(conflict.theirs)
    ? (conflict as unknown as Conflict<Resource>)
    : null;
}
