import type { Tokenizer, TokenPiece } from '../providers/tokenizer.ts';
import { answerFrom } from './answer.ts';
import { type ChatRequest, readMessages } from './chatRequest.ts';
import { fillSchema } from './fillSchema.ts';
import { CONTEXT_TOKENS, type Dials } from './models.ts';
import { seededRandom, seedFrom } from './random.ts';
import { countPromptTokens, type Usage, usageOf } from './usage.ts';

export const REFUSAL = "I'm sorry, but I can't help with that.";

/** Everything a response says, before it is put on the wire. */
export type Completion = {
  /** Where the text goes: structured outputs report a refusal in a field of its own. */
  field: 'content' | 'refusal';
  pieces: TokenPiece[];
  refused: boolean;
  finishReason: 'stop' | 'length';
  usage: Usage;
};

/** A prompt that does not fit the model's context. */
export type TooLong = { tooLong: number };

/** Works out the answer to a request: a function of the request and the dials alone. */
export function complete(request: ChatRequest, dials: Dials, tokenizer: Tokenizer): Completion | TooLong {
  const messages = readMessages(request);
  const promptTokens = countPromptTokens(tokenizer, messages);
  if (promptTokens > CONTEXT_TOKENS) return { tooLong: promptTokens };
  const seed = seedFrom(JSON.stringify([request.model, messages, request.seed ?? null]));
  const refused = seededRandom(seed)() < dials.refusalRate;
  const format = request.response_format ?? { type: 'text' };
  const text = refused ? REFUSAL : shape(format, answerFrom(messages, dials.verbosity));
  const limit = request.max_completion_tokens ?? request.max_tokens ?? Number.POSITIVE_INFINITY;
  const reasoning = Math.min(dials.reasoningTokens, limit);
  const { pieces, tokens, isCut } = cutAt(limit - reasoning, tokenizer.pieces(text));
  return {
    field: refused && format.type !== 'text' ? 'refusal' : 'content',
    pieces,
    refused,
    finishReason: isCut ? 'length' : 'stop',
    usage: usageOf(promptTokens, tokens, reasoning),
  };
}

function shape(format: NonNullable<ChatRequest['response_format']>, answer: string): string {
  if (format.type === 'json_object') return JSON.stringify({ answer });
  if (format.type !== 'json_schema') return answer;
  const { schema } = format.json_schema;
  return JSON.stringify(schema === undefined ? { answer } : fillSchema(schema, answer));
}

/** The pieces that fit a token limit. */
function cutAt(limit: number, pieces: readonly TokenPiece[]) {
  const kept: TokenPiece[] = [];
  let tokens = 0;
  for (const piece of pieces) {
    if (tokens + piece.tokens > limit) return { pieces: kept, tokens, isCut: true };
    kept.push(piece);
    tokens += piece.tokens;
  }
  return { pieces: kept, tokens, isCut: false };
}
