import type { IncomingHttpHeaders } from 'node:http';
import { EvaluationContext } from '../../shared/model/context.ts';
import { type FieldIssue, fieldIssues, KnowngoodError } from '../errors.ts';

/** The parts of a call that OpenAI's wire has no place for, and that come as headers. */
export const callHeaders = (
  headers: IncomingHttpHeaders,
  user: string | undefined,
  metadata: Record<string, string>,
) => ({
  context: contextOf(headers, user, metadata),
  metadata,
  ...(headers['knowngood-priority'] === undefined ? {} : { priority: Number(headers['knowngood-priority']) }),
  ...(headers['knowngood-request-id'] === undefined ? {} : { id: String(headers['knowngood-request-id']) }),
  ...(headers['knowngood-conversation'] === undefined
    ? {}
    : { conversation: String(headers['knowngood-conversation']) }),
});

const headerOf: Record<string, string> = {
  priority: 'knowngood-priority',
  id: 'knowngood-request-id',
  conversation: 'knowngood-conversation',
  flag: 'model',
};

/** What the caller sent as a header is named as that header. */
export const namedAsSent = (issue: FieldIssue): FieldIssue => ({
  ...issue,
  path: headerOf[issue.path] ?? issue.path,
});

/** The header's attributes, then `user` as the targeting key where it has none, then metadata's strings for what is missing. */
function contextOf(
  headers: IncomingHttpHeaders,
  user: string | undefined,
  metadata: Record<string, string>,
): EvaluationContext {
  const header = headers['knowngood-context'];
  const given = header === undefined ? {} : parseContext(String(header));
  return { ...metadata, ...(user === undefined ? {} : { targetingKey: user }), ...given };
}

function parseContext(header: string): EvaluationContext {
  let value: unknown;
  try {
    value = JSON.parse(header);
  } catch {
    throw invalid([{ path: 'knowngood-context', message: 'This header must hold a JSON object' }]);
  }
  const parsed = EvaluationContext.safeParse(value);
  if (!parsed.success)
    throw invalid(
      fieldIssues(parsed.error.issues).map((issue) => ({
        ...issue,
        path: ['knowngood-context', issue.path].filter(Boolean).join('.'),
      })),
    );
  return parsed.data;
}

export const invalid = (issues: { path: string; message: string }[]): KnowngoodError =>
  new KnowngoodError(
    'INVALID',
    `${issues[0]?.path || 'The body'}: ${issues[0]?.message ?? 'cannot be read'}`,
    { issues },
  );
