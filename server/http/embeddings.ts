import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { Metadata } from '../../shared/model/call.ts';
import { EmbeddingCall } from '../../shared/model/embedding.ts';
import type { Embedded } from '../calls/handleEmbeddings.ts';
import { fieldIssues } from '../errors.ts';
import { callHeaders, invalid } from './callHeaders.ts';

const Inputs = EmbeddingCall.shape.input;

/** What of OpenAI's embeddings request is understood. Model and dimensions belong to the flag's variant. */
const Body = z.object({
  model: z.string().min(1, 'Name a flag as the model').max(64),
  input: z.union([Inputs.element, Inputs], 'The input is a text, or a list of texts; tokens cannot be sent'),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  user: z.string().min(1).max(512).optional(),
  metadata: Metadata.nullish(),
});

/** @throws KnowngoodError INVALID naming what cannot be used. */
export function readEmbeddingRequest(
  body: unknown,
  headers: IncomingHttpHeaders,
): { call: EmbeddingCall; base64: boolean } {
  const parsed = Body.safeParse(body ?? {});
  if (!parsed.success) throw invalid(fieldIssues(parsed.error.issues));
  const { model, input, encoding_format, user, metadata } = parsed.data;
  const { conversation: _, ...given } = callHeaders(headers, user, metadata ?? {});
  const texts = typeof input === 'string' ? [input] : input;
  const broken = texts.findIndex((text) => !text.isWellFormed());
  if (broken !== -1)
    throw invalid([{ path: `input.${broken}`, message: 'holds half a character (a lone surrogate)' }]);
  return { call: { flag: model, input: texts, ...given }, base64: encoding_format === 'base64' };
}

/** Vectors in OpenAI's shape: as numbers, or as the base64 of little-endian 32-bit floats that its SDKs ask for. */
export const embeddingReply = ({ vectors, model, tokens }: Embedded, base64: boolean) => ({
  object: 'list',
  model,
  data: vectors.map((vector, index) => ({
    object: 'embedding',
    index,
    embedding: base64 ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector,
  })),
  usage: { prompt_tokens: tokens?.input ?? 0, total_tokens: tokens?.input ?? 0 },
});
