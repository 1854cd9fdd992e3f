import { z } from 'zod';
import type { PromptMessage } from './prompt.ts';

const ContentPart = z.looseObject({ type: z.string(), text: z.string().optional() });
const Content = z.union(
  [z.string(), z.array(ContentPart).max(1_000)],
  'expected text or a list of content parts',
);
const Message = z.discriminatedUnion('role', [
  z.looseObject({ role: z.enum(['system', 'developer', 'user', 'tool']), content: Content }),
  z.looseObject({ role: z.enum(['assistant', 'function']), content: Content.nullish() }),
]);
const ResponseFormat = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({
      name: z.string().min(1),
      schema: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
]);
const limit = z.int().min(1).nullish();

/** The body of a chat completion request; what the simulator does not simulate is let through unread. */
export type ChatRequest = z.infer<typeof ChatRequest>;
export const ChatRequest = z
  .looseObject({
    model: z.string().min(1),
    messages: z.array(Message).min(1).max(2_000),
    stream: z.boolean().nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
    max_tokens: limit,
    max_completion_tokens: limit,
    n: z.literal(1, 'the simulator gives one answer per request').nullish(),
    seed: z.int().nullish(),
    response_format: ResponseFormat.nullish(),
  })
  .refine((body) => body.stream === true || body.stream_options == null, {
    path: ['stream_options'],
    message: "only allowed when 'stream' is enabled",
  });

/** The messages' text; parts that are not text (images, audio) are left out. */
export function readMessages(request: ChatRequest): PromptMessage[] {
  return request.messages.map(({ role, content }) => ({ role, text: textOf(content) }));
}

function textOf(content: z.infer<typeof Content> | null | undefined): string {
  if (content == null) return '';
  return typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('\n');
}
