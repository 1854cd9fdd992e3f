import type { Tokenizer } from '../providers/tokenizer.ts';
import type { PromptMessage } from './prompt.ts';

/** Token counts as OpenAI reports them. */
export type Usage = {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: { cached_tokens: number };
  completion_tokens_details: { reasoning_tokens: number };
};

/** Tokens of a chat prompt: 3 for each message and 3 to prime the answer, as in OpenAI's cookbook. */
export function countPromptTokens(tokenizer: Tokenizer, messages: readonly PromptMessage[]): number {
  return messages.reduce((sum, { role, text }) => sum + 3 + tokenizer.count(role) + tokenizer.count(text), 3);
}

/** Usage in OpenAI's shape; reasoning tokens are part of the completion's. */
export function usageOf(promptTokens: number, visibleTokens: number, reasoningTokens: number): Usage {
  const completionTokens = visibleTokens + reasoningTokens;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}
