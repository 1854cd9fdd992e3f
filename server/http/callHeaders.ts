import type { IncomingHttpHeaders } from 'node:http';
import { CallRequest } from '../../shared/model/call.ts';
import { EvaluationContext } from '../../shared/model/context.ts';
import { fieldIssues, KnowngoodError } from '../errors.ts';

const Given = CallRequest.pick({ priority: true, id: true, conversation: true });
type Given = Pick<CallRequest, 'priority' | 'id' | 'conversation'>;

const headerOf: Record<string, string> = {
  priority: 'knowngood-priority',
  id: 'knowngood-request-id',
  conversation: 'knowngood-conversation',
};
const usual: Given = { priority: 5 };

/**
 * The parts of a call that OpenAI's wire has no place for, and that come as headers.
 * @throws KnowngoodError INVALID naming the header.
 */
export function callHeaders(
  headers: IncomingHttpHeaders,
  user: string | undefined,
  metadata: Record<string, string>,
): Given & Pick<CallRequest, 'context' | 'metadata'> {
  return { ...givenIn(headers), context: contextOf(headers, user, metadata), metadata };
}

function givenIn(headers: IncomingHttpHeaders): Given {
  const priority = headers['knowngood-priority'];
  const id = headers['knowngood-request-id'];
  const conversation = headers['knowngood-conversation'];
  if (priority === undefined && id === undefined && conversation === undefined) return usual;
  const given = Given.safeParse({
    ...(priority === undefined ? {} : { priority: Number(priority) }),
    ...(id === undefined ? {} : { id }),
    ...(conversation === undefined ? {} : { conversation }),
  });
  if (given.success) return given.data;
  throw invalid(
    fieldIssues(given.error.issues).map((issue) => ({ ...issue, path: headerOf[issue.path] ?? issue.path })),
  );
}

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
