import type { EvaluationContext } from '../shared/model/context.ts';
import type { Client } from './client.ts';
import { type Answer, resolve, sameType, type Unanswered } from './resolve.ts';

type Values = Pick<Client, 'boolean' | 'string' | 'number' | 'json' | 'details'>;

/** The typed ways to ask, over one untyped one. */
export function valuesFrom(
  answer: (flag: string, context: EvaluationContext) => Answer | Unanswered,
): Values {
  const details: Values['details'] = (flag, context, fallback) =>
    resolve(answer(flag, context), fallback, sameType(fallback));
  return {
    details,
    boolean: (flag, context, fallback) => details<boolean>(flag, context, fallback).value,
    string: (flag, context, fallback) => details<string>(flag, context, fallback).value,
    number: (flag, context, fallback) => details<number>(flag, context, fallback).value,
    json: (flag, context, fallback) => resolve(answer(flag, context), fallback, () => true).value,
  };
}
