import type { Tokens } from '../../shared/model/call.ts';
import { textOf } from '../../shared/model/content.ts';
import type { Message } from '../prompts/renderPrompt.ts';
import { loadTokenizer } from '../providers/tokenizer.ts';

/** Longest text that is counted whole, in characters: a megabyte of some scripts takes seconds, in which nobody is served. */
const mostWhole = 10_000;
/** Of a longer one so many characters, so many times, evenly spread, stand for the rest. */
const sampleLength = 500;
const samples = mostWhole / sampleLength;

/** Counts tokens of texts with a tokenizer, for providers that report no usage. The record marks the count as estimated. */
export async function estimateTokens(messages: readonly Message[], output: string): Promise<Tokens> {
  const { count } = await loadTokenizer();
  const input = messages.map((message) => textOf(message.content)).join('\n');
  return { input: estimate(input, count), output: estimate(output, count), cachedInput: 0, reasoning: 0 };
}

/** The same for texts that are embedded. */
export async function estimateTexts(texts: readonly string[]): Promise<Tokens> {
  const { count } = await loadTokenizer();
  return { input: estimate(texts.join('\n'), count), output: 0, cachedInput: 0, reasoning: 0 };
}

function estimate(text: string, count: (text: string) => number): number {
  if (text.length <= mostWhole) return count(text);
  const step = (text.length - sampleLength) / (samples - 1);
  let counted = 0;
  for (let sample = 0; sample < samples; sample++) {
    const start = Math.round(sample * step);
    counted += count(text.slice(start, start + sampleLength).toWellFormed());
  }
  return Math.round((counted * text.length) / mostWhole);
}
