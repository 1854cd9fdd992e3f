import { z } from 'zod';

/** Longest text of one message, and longest image as a data URL, in characters. */
export const maxInputCharacters = 1_000_000;
const maxImageCharacters = 6_000_000;

/** An image as the caller sent it: passed through to the model, never fetched by Knowngood. */
export const Image = z.object({
  type: z.literal('image'),
  url: z
    .string()
    .max(maxImageCharacters)
    .regex(
      /^(https:\/\/|data:image\/(png|jpeg|gif|webp);base64,)/,
      'An image is an https address, or a data URL of a png, jpeg, gif or webp',
    ),
  detail: z.enum(['auto', 'low', 'high']).exactOptional(),
});
export type Image = z.infer<typeof Image>;

export const ContentPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string().max(maxInputCharacters) }),
  Image,
]);
export type ContentPart = z.infer<typeof ContentPart>;

/** What a message says: a text, or texts and images in order. */
export const Content = z.union([z.string().max(maxInputCharacters), z.array(ContentPart).min(1).max(50)]);
export type Content = z.infer<typeof Content>;

/** A tool that the model asks for. `arguments` is the model's own text, which may not be valid JSON. */
export const ToolCall = z.object({
  id: z.string().min(1).max(200),
  name: z.string().min(1).max(128),
  arguments: z.string().max(maxInputCharacters),
});
export type ToolCall = z.infer<typeof ToolCall>;

/** One turn of a conversation. The caller keeps the turns; system messages come from the prompt. */
export const Turn = z.discriminatedUnion('role', [
  z.object({ role: z.literal('user'), content: Content }),
  z.object({
    role: z.literal('assistant'),
    content: z.string().max(maxInputCharacters),
    toolCalls: z.array(ToolCall).min(1).max(64).exactOptional(),
  }),
  z.object({
    role: z.literal('tool'),
    toolCallId: z.string().min(1).max(200),
    content: z.string().max(maxInputCharacters),
  }),
]);
export type Turn = z.infer<typeof Turn>;

/** JSON Schema whose top level is an object. */
export const ObjectSchema = z.looseObject({ type: z.literal('object') });
export type ObjectSchema = z.infer<typeof ObjectSchema>;

/** A tool that a model may ask for. Knowngood passes it on; running it is the caller's part. */
export const Tool = z.object({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'A tool is named by letters, digits, _ and -'),
  description: z.string().max(4_096).exactOptional(),
  parameters: ObjectSchema,
});
export type Tool = z.infer<typeof Tool>;

/** Structured output: the answer is one JSON document of this schema. */
export const ResponseSchema = z.object({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'A schema is named by letters, digits, _ and -'),
  schema: ObjectSchema,
});
export type ResponseSchema = z.infer<typeof ResponseSchema>;

/** The texts of a content, without its images. */
export const textOf = (content: Content): string =>
  typeof content === 'string'
    ? content
    : content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
