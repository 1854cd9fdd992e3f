import type { Tokens } from '../../shared/model/call.ts';
import type { Message } from '../prompts/renderPrompt.ts';

/** Counts tokens with a tokenizer, for providers that report no usage. The record marks the count as estimated. */
export async function estimateTokens(messages: readonly Message[], output: string): Promise<Tokens> {
  // Loaded at the first need: its tables cost start-up time and memory that most servers never use.
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  const input = messages.reduce((total, message) => total + countTokens(message.content), 0);
  return { input, output: countTokens(output), cachedInput: 0, reasoning: 0 };
}
