import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { Logger } from 'pino';
import { httpStatus, KnowngoodError, retryAfterOf } from '../errors.ts';

/** A request that the protocol has an error code for. */
export class OfrepError extends KnowngoodError {
  readonly ofrepCode: 'PARSE_ERROR' | 'INVALID_CONTEXT';

  constructor(code: OfrepError['ofrepCode'], message: string) {
    super('INVALID', message);
    this.ofrepCode = code;
  }
}

/** Answers a failure in the protocol's shape. What is not ours to explain gets an id, and goes to the log. */
export function sendOfrepError(response: Response, error: unknown, log: Logger, key?: string): void {
  const about = key === undefined ? {} : { key };
  if (error instanceof KnowngoodError) {
    const wait = retryAfterOf(error);
    if (wait !== null) response.set('Retry-After', String(wait));
    const errorCode = error instanceof OfrepError ? error.ofrepCode : 'GENERAL';
    response.status(httpStatus[error.code]).json({ ...about, errorCode, errorDetails: error.message });
    return;
  }
  const status = (error as { status?: unknown }).status;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const errorDetails = status === 413 ? 'The body is too large' : 'The body could not be read as JSON';
    response.status(status).json({ ...about, errorCode: 'PARSE_ERROR', errorDetails });
    return;
  }
  const errorId = randomUUID();
  log.error({ err: error, errorId }, 'a request of the remote evaluation protocol failed');
  response
    .status(500)
    .json({ ...about, errorCode: 'GENERAL', errorDetails: `Internal server error (${errorId})` });
}
