import { Ajv, type ValidateFunction } from 'ajv';
import type { FallbackReason } from '../../shared/model/call.ts';
import type { ResponseSchema } from '../../shared/model/content.ts';
import type { ProviderAnswer } from '../providers/provider.ts';

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

const ajv = new Ajv({ strict: false, allErrors: false, validateSchema: false });
const mostCompiled = 500;
const compiled = new Map<string, ValidateFunction | null>();

/** Why a text does not fit, in words without any of the text; null when it fits. */
function schemaProblem(text: string, { schema }: ResponseSchema): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'The answer is not JSON, as its schema asks';
  }
  const validate = validatorOf(schema);
  if (!validate) return 'The schema of the answer cannot be used';
  if (validate(value)) return null;
  const first = validate.errors?.[0];
  return `The answer does not fit its schema: ${first?.instancePath || 'the top level'} ${first?.message ?? ''}`.trim();
}

/** Compiled once per schema. A caller's own schema comes as a new object each time, so its text is the key. */
function validatorOf(schema: object): ValidateFunction | null {
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  let made: ValidateFunction | null;
  try {
    made = ajv.compile(schema);
  } catch {
    made = null;
  }
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(key, made);
  return made;
}
