import { z } from 'zod';
import { Metadata } from '../../shared/model/call.ts';
import { ObjectSchema } from '../../shared/model/content.ts';

/** What of OpenAI's chat completion request is understood. Sampling parameters belong to the unit: a caller's are not used. */

const TextPart = z.object({ type: z.literal('text'), text: z.string() });
const ImagePart = z.object({
  type: z.literal('image_url'),
  image_url: z.object({ url: z.string(), detail: z.enum(['auto', 'low', 'high']).optional() }),
});

const Texts = z.union(
  [z.string(), z.array(TextPart).min(1)],
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
  id: z.string(),
  type: z.literal('function'),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

export const WireMessage = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.enum(['system', 'developer']), content: Texts }),
    z.object({ role: z.literal('user'), content: TextsAndImages }),
    z.object({
      role: z.literal('assistant'),
      content: Texts.nullish(),
      refusal: z.string().nullish(),
      tool_calls: z.array(AskedTool).min(1).max(64).nullish(),
    }),
    z.object({ role: z.literal('tool'), tool_call_id: z.string(), content: Texts }),
  ],
  'A message is from the system, the user, the assistant or a tool',
);
export type WireMessage = z.infer<typeof WireMessage>;

const WireTool = z.object({
  type: z.literal('function', 'Only function tools can be sent'),
  function: z.object({
    name: z.string(),
    description: z.string().optional(),
    parameters: ObjectSchema.optional(),
  }),
});

const WireToolChoice = z.union([
  z.enum(['auto', 'none', 'required']),
  z.object({ type: z.literal('function'), function: z.object({ name: z.string() }) }),
]);

const ResponseFormat = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('text') }),
    z.object({
      type: z.literal('json_schema'),
      json_schema: z.object({ name: z.string(), schema: ObjectSchema }),
    }),
  ],
  'Ask for "text" or for "json_schema": JSON without a schema cannot be checked',
);

export const ChatBody = z.object({
  model: z.string().min(1, 'Name a flag as the model').max(64),
  messages: z.array(WireMessage).min(1).max(700),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  user: z.string().max(512).optional(),
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
