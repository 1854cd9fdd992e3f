import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { Logger } from 'pino';
import { type ErrorCode, type FieldIssue, httpStatus, KnowngoodError, retryAfterOf } from '../errors.ts';

const types: Record<ErrorCode, string> = {
  INVALID: 'invalid_request_error',
  UNAUTHENTICATED: 'authentication_error',
  FORBIDDEN: 'permission_error',
  NOT_FOUND: 'not_found_error',
  CONFLICT: 'conflict_error',
  TOO_LARGE: 'invalid_request_error',
  RATE_LIMITED: 'rate_limit_error',
  UNAVAILABLE: 'server_error',
};

/** An error in OpenAI's shape, so that its SDKs raise their own typed errors. */
export const openAiError = (
  message: string,
  type: string,
  code: string | null = null,
  param: string | null = null,
) => ({ error: { message, type, code, param } });

/** The machine's word for a failure, in OpenAI's vocabulary where it has one. */
function codeOf({ code, details }: KnowngoodError): string | null {
  if (details.restart) return 'conversation_restart';
  if (details.budget) return 'budget_exceeded';
  if (code === 'NOT_FOUND') return details.route ? null : 'model_not_found';
  if (code === 'UNAUTHENTICATED') return 'invalid_api_key';
  return code === 'RATE_LIMITED' ? 'rate_limit_exceeded' : null;
}

/** Answers a failure on the OpenAI surface. What is not ours to explain gets an id, and goes to the log. */
export function sendOpenAiError(response: Response, error: unknown, log: Logger): void {
  if (error instanceof KnowngoodError) {
    const issue = (error.details.issues as FieldIssue[] | undefined)?.[0];
    const code = codeOf(error);
    const wait = retryAfterOf(error);
    if (wait !== null) response.set('Retry-After', String(wait));
    // OpenAI's SDKs send a 409 and a 429 again by themselves; these two would only come back.
    if (error.details.restart || error.details.budget) response.set('x-should-retry', 'false');
    response
      .status(httpStatus[error.code])
      .json(openAiError(error.message, types[error.code], code, issue?.path ?? null));
    return;
  }
  const errorId = randomUUID();
  log.error({ err: error, errorId }, 'a call on the OpenAI surface failed');
  response.status(500).json(openAiError(`Internal server error (${errorId})`, 'server_error'));
}
