import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { Logger } from 'pino';
import { httpStatus, KnowngoodError, retryAfterOf } from '../errors.ts';

/** Answers a failure as `{"error": {"code", "message"}}`. What is not ours to explain gets an id, and goes to the log. */
export function sendSyncError(response: Response, error: unknown, log: Logger): void {
  if (error instanceof KnowngoodError) {
    const wait = retryAfterOf(error);
    if (wait !== null) response.set('Retry-After', String(wait));
    response.status(httpStatus[error.code]).json({ error: { code: error.code, message: error.message } });
    return;
  }
  const status = (error as { status?: unknown }).status;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const message = status === 413 ? 'The body is too large' : 'The body could not be read as JSON';
    response.status(status).json({ error: { code: 'INVALID', message } });
    return;
  }
  const errorId = randomUUID();
  log.error({ err: error, errorId }, 'a request of a client that evaluates by itself failed');
  response.status(500).json({ error: { code: 'INTERNAL', message: `Internal server error (${errorId})` } });
}
