import { z } from 'zod';
import { Metadata } from '../../shared/model/call.ts';
import { Image, maxInputCharacters, ObjectSchema, Tool, ToolCall } from '../../shared/model/content.ts';

/**
 * What of OpenAI's chat completion request is understood, with the limits of a call: what passes here is not checked a
 * second time. Sampling parameters belong to the unit: a caller's are not used.
 */

const Said = z.string().max(maxInputCharacters);
const TextPart = z.object({ type: z.literal('text'), text: Said });
const ImagePart = z.object({
  type: z.literal('image_url'),
  image_url: z.object({ url: Image.shape.url, detail: z.enum(['auto', 'low', 'high']).optional() }),
});

const Texts = z.union(
  [Said, z.array(TextPart).min(1).max(50)],
  'Content of this message is a text, or a list of text parts',
);
const TextsAndImages = z.union(
  [
    z.string(),
    z
      .array(z.discriminatedUnion('type', [TextPart, ImagePart]))
      .min(1)
      .max(50),
  ],
  'Content is a text, or a list of text and image_url parts; audio and files cannot be sent',
);

const AskedTool = z.object({
  id: ToolCall.shape.id,
  type: z.literal('function'),
  function: z.object({ name: ToolCall.shape.name, arguments: Said }),
});

export const WireMessage = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.enum(['system', 'developer']), content: Texts }),
    z.object({ role: z.literal('user'), content: TextsAndImages }),
    z.object({
      role: z.literal('assistant'),
      content: Texts.nullish(),
      refusal: Said.nullish(),
      tool_calls: z.array(AskedTool).min(1).max(64).nullish(),
    }),
    z.object({ role: z.literal('tool'), tool_call_id: ToolCall.shape.id, content: Texts }),
  ],
  'A message is from the system, the user, the assistant or a tool',
);
export type WireMessage = z.infer<typeof WireMessage>;

const WireTool = z.object({
  type: z.literal('function', 'Only function tools can be sent'),
  function: z.object({
    name: Tool.shape.name,
    description: z.string().max(4_096).optional(),
    parameters: ObjectSchema.optional(),
  }),
});

const WireToolChoice = z.union([
  z.enum(['auto', 'none', 'required']),
  z.object({ type: z.literal('function'), function: z.object({ name: ToolCall.shape.name }) }),
]);

const ResponseFormat = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('text') }),
    z.object({
      type: z.literal('json_schema'),
      json_schema: z.object({ name: Tool.shape.name, schema: ObjectSchema }),
    }),
  ],
  'Ask for "text" or for "json_schema": JSON without a schema cannot be checked',
);

export const ChatBody = z.object({
  model: z.string().min(1, 'Name a flag as the model').max(64),
  messages: z.array(WireMessage).min(1).max(700),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  user: z.string().min(1).max(512).optional(),
  metadata: Metadata.nullish(),
  n: z.literal(1, 'Only one choice can be asked for').nullish(),
  tools: z.array(WireTool).max(128).nullish(),
  tool_choice: WireToolChoice.nullish(),
  functions: z
    .custom<undefined>((value) => value === undefined || value === null, 'Send "tools" in place of functions')
    .optional(),
  response_format: ResponseFormat.nullish(),
});
export type ChatBody = z.infer<typeof ChatBody>;
