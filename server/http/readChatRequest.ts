import type { IncomingHttpHeaders } from 'node:http';
import type { CallRequest } from '../../shared/model/call.ts';
import type { ContentPart, Turn } from '../../shared/model/content.ts';
import { fieldIssues } from '../errors.ts';
import { callHeaders, invalid } from './callHeaders.ts';
import { ChatBody, type WireMessage } from './chatBody.ts';

export interface ChatRequest {
  call: CallRequest;
  stream: boolean;
  includeUsage: boolean;
}

/**
 * Reads a chat completion request: `model` names the flag, the last user message is the prompt's input, what
 * stands before it is history, and what stands after it (tools asked for, and their answers) follows it.
 * @throws KnowngoodError INVALID naming what cannot be used.
 */
export function readChatRequest(body: unknown, headers: IncomingHttpHeaders): ChatRequest {
  if (body === undefined)
    throw invalid([
      { path: '', message: 'must be JSON, sent with the header Content-Type: application/json' },
    ]);
  const parsed = ChatBody.safeParse(body);
  if (!parsed.success) throw invalid(fieldIssues(parsed.error.issues));
  const { model, metadata, user, tools, tool_choice, response_format } = parsed.data;
  const call: CallRequest = {
    flag: model,
    variables: {},
    answersLocally: false,
    ...saidIn(parsed.data.messages),
    ...callHeaders(headers, user, metadata ?? {}),
    tools: (tools ?? []).map(({ function: { name, description, parameters } }) => ({
      name,
      ...(description === undefined ? {} : { description }),
      parameters: parameters ?? { type: 'object', properties: {} },
    })),
    ...(tool_choice
      ? { toolChoice: typeof tool_choice === 'string' ? tool_choice : { name: tool_choice.function.name } }
      : {}),
    ...(response_format?.type === 'json_schema'
      ? {
          responseSchema: {
            name: response_format.json_schema.name,
            schema: response_format.json_schema.schema,
          },
        }
      : {}),
  };
  return {
    call,
    stream: parsed.data.stream ?? false,
    includeUsage: parsed.data.stream_options?.include_usage ?? false,
  };
}

/** The messages, by the part that each plays. */
function saidIn(messages: readonly WireMessage[]) {
  const system = messages.flatMap((message) =>
    message.role === 'system' || message.role === 'developer' ? [textOf(message.content)] : [],
  );
  const said = messages.filter((message) => message.role !== 'system' && message.role !== 'developer');
  const at = said.findLastIndex((message) => message.role === 'user');
  const input = said[at];
  const last = said.at(-1);
  if (input?.role !== 'user' || (last?.role !== 'user' && last?.role !== 'tool'))
    throw invalid([
      { path: 'messages', message: 'The last message must be from the user, or answer for a tool' },
    ]);
  return {
    system,
    input: textOf(input.content),
    images: typeof input.content === 'string' ? [] : input.content.flatMap(imageOf),
    history: said.slice(0, at).map(turnOf),
    following: said.slice(at + 1).map(turnOf),
  };
}

function turnOf(message: WireMessage): Turn {
  switch (message.role) {
    case 'tool':
      return { role: 'tool', toolCallId: message.tool_call_id, content: textOf(message.content) };
    case 'assistant':
      return {
        role: 'assistant',
        content: message.content ? textOf(message.content) : (message.refusal ?? ''),
        ...(message.tool_calls
          ? {
              toolCalls: message.tool_calls.map(({ id, function: { name, arguments: given } }) => ({
                id,
                name,
                arguments: given,
              })),
            }
          : {}),
      };
    case 'user':
      return {
        role: 'user',
        content:
          typeof message.content === 'string'
            ? message.content
            : message.content.flatMap((part): ContentPart[] =>
                part.type === 'text' ? [part] : imageOf(part),
              ),
      };
    default:
      throw new Error('A system message is no turn');
  }
}

type Part = Exclude<Extract<WireMessage, { role: 'user' }>['content'], string>[number];

const imageOf = (part: Part) =>
  part.type === 'image_url'
    ? [
        {
          type: 'image' as const,
          url: part.image_url.url,
          ...(part.image_url.detail ? { detail: part.image_url.detail } : {}),
        },
      ]
    : [];

const textOf = (content: string | readonly (Part | { type: 'text'; text: string })[]): string =>
  typeof content === 'string'
    ? content
    : content
        .flatMap((part: Part | { type: 'text'; text: string }) => (part.type === 'text' ? [part.text] : []))
        .join('\n');
