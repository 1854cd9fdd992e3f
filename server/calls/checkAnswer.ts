import type { FallbackReason } from '../../shared/model/call.ts';
import type { ResponseSchema } from '../../shared/model/content.ts';
import type { ProviderAnswer } from '../providers/provider.ts';
import { schemaProblem } from './answerSchema.ts';

export type AnswerVerdict = { answer: ProviderAnswer } | { failure: FallbackReason; detail: string };

/** Longest output that is passed on where the flag says nothing, in characters. */
export const defaultMaxOutputCharacters = 50_000;

/**
 * An answer is used when it says that it is finished, says something, and fits the unit's schema where it has one.
 * White space around it goes; what is longer than `maxCharacters` is cut, and then its finish reason is `length`.
 */
export function checkAnswer(
  given: ProviderAnswer,
  schema: ResponseSchema | null,
  maxCharacters: number,
): AnswerVerdict {
  if (given.finishReason === null)
    return { failure: 'incomplete', detail: 'The answer came without a finish reason' };
  const whole = given.text.trim();
  const text = whole.slice(0, maxCharacters);
  if (text === '' && given.toolCalls.length === 0)
    return { failure: 'empty-output', detail: 'The answer was empty' };
  if (schema && given.toolCalls.length === 0 && !given.refusal) {
    const problem = schemaProblem(whole, schema);
    if (problem !== null) return { failure: 'invalid-output', detail: problem };
  }
  return {
    answer: { ...given, text, finishReason: text.length < whole.length ? 'length' : given.finishReason },
  };
}
