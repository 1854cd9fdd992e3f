import type { Tokens } from '../../shared/model/call.ts';
import { textOf } from '../../shared/model/content.ts';
import type { Message } from '../prompts/renderPrompt.ts';
import { loadTokenizer } from '../providers/tokenizer.ts';

/** Counts tokens of texts with a tokenizer, for providers that report no usage. The record marks the count as estimated. */
export async function estimateTokens(messages: readonly Message[], output: string): Promise<Tokens> {
  const tokenizer = await loadTokenizer();
  const input = messages.reduce((total, message) => total + tokenizer.count(textOf(message.content)), 0);
  return { input, output: tokenizer.count(output), cachedInput: 0, reasoning: 0 };
}
