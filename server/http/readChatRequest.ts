import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { CallRequest, Metadata } from '../../shared/model/call.ts';
import { EvaluationContext } from '../../shared/model/context.ts';
import { type FieldIssue, fieldIssues, KnowngoodError } from '../errors.ts';

const Text = z.union(
  [z.string(), z.array(z.object({ type: z.literal('text'), text: z.string() })).min(1)],
  'Content is a text, or a list of text parts; images and other parts cannot be sent',
);

const Message = z.object({
  role: z.enum(
    ['system', 'developer', 'user', 'assistant'],
    'Only system, user and assistant messages can be sent',
  ),
  content: Text,
});

const refused = (message: string) =>
  z.custom<undefined>((value) => value === undefined || value === null, message).optional();

/** What of OpenAI's request body is understood. Sampling parameters belong to the unit: a caller's are not used. */
const Body = z.object({
  model: z.string().min(1, 'Name a flag as the model').max(64),
  messages: z.array(Message).min(1).max(500),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  user: z.string().max(512).optional(),
  metadata: Metadata.nullish(),
  n: z.literal(1, 'Only one choice can be asked for').nullish(),
  tools: refused('Tools are declared by the inference unit, not by the caller'),
  functions: refused('Tools are declared by the inference unit, not by the caller'),
  response_format: z
    .object({
      type: z.literal('text', 'The answer is text: structured output cannot be asked for by the caller'),
    })
    .nullish(),
});

export interface ChatRequest {
  call: CallRequest;
  stream: boolean;
  includeUsage: boolean;
}

/**
 * Reads a chat completion request: `model` names the flag, the last user message is the prompt's input, and
 * earlier turns its history.
 * @throws KnowngoodError INVALID naming what cannot be used.
 */
export function readChatRequest(body: unknown, headers: IncomingHttpHeaders): ChatRequest {
  if (body === undefined)
    throw invalid([
      { path: '', message: 'must be JSON, sent with the header Content-Type: application/json' },
    ]);
  const parsed = Body.safeParse(body);
  if (!parsed.success) throw invalid(fieldIssues(parsed.error.issues));
  const { model, messages, metadata, user } = parsed.data;
  if (messages.some((message) => message.role === 'system' || message.role === 'developer')) {
    throw invalid([
      {
        path: 'messages',
        message: 'System messages come from the versioned prompt of the inference unit; leave them out',
      },
    ]);
  }
  const last = messages.at(-1);
  if (last?.role !== 'user')
    throw invalid([{ path: 'messages', message: 'The last message must be from the user' }]);
  const call = CallRequest.safeParse({
    flag: model,
    input: textOf(last.content),
    history: messages.slice(0, -1).map(({ role, content }) => ({ role, content: textOf(content) })),
    context: contextOf(headers, user, metadata ?? {}),
    metadata: metadata ?? {},
    ...(headers['knowngood-priority'] === undefined
      ? {}
      : { priority: Number(headers['knowngood-priority']) }),
    ...(headers['knowngood-request-id'] === undefined ? {} : { id: String(headers['knowngood-request-id']) }),
  });
  if (!call.success) throw invalid(fieldIssues(call.error.issues).map(namedAsSent));
  return {
    call: call.data,
    stream: parsed.data.stream ?? false,
    includeUsage: parsed.data.stream_options?.include_usage ?? false,
  };
}

/** What the caller sent as a header is named as that header. */
const headerOf: Record<string, string> = {
  priority: 'knowngood-priority',
  id: 'knowngood-request-id',
  flag: 'model',
};
const namedAsSent = (issue: FieldIssue): FieldIssue => ({
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

const textOf = (content: z.infer<typeof Text>): string =>
  typeof content === 'string' ? content : content.map((part) => part.text).join('\n');

const invalid = (issues: { path: string; message: string }[]): KnowngoodError =>
  new KnowngoodError(
    'INVALID',
    `${issues[0]?.path || 'The body'}: ${issues[0]?.message ?? 'cannot be read'}`,
    { issues },
  );
