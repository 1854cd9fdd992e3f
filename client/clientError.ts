import type { z } from 'zod';

/**
 * What went wrong: the server was not reached, refused the key, answered with an error or with something that
 * cannot be read, or there is no configuration yet.
 */
export type ClientErrorCode =
  | 'unreachable'
  | 'unauthorized'
  | 'server'
  | 'invalid'
  | 'not-ready'
  | 'closed'
  | 'cache';

/** A failure of the client. Evaluations never throw one: they answer with what is there, or with the default. */
export class ClientError extends Error {
  readonly code: ClientErrorCode;

  constructor(code: ClientErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ClientError';
    this.code = code;
  }
}

/** What a schema says first of something that does not fit it: where, and what. */
export const firstIssue = ({ issues: [issue] }: z.ZodError): string =>
  [issue?.path.join('.'), issue?.message].filter(Boolean).join(': ');

/** What was thrown, as a failure to reach the server, unless it says more. */
export const asClientError = (thrown: unknown, url: string): ClientError =>
  thrown instanceof ClientError
    ? thrown
    : new ClientError(
        'unreachable',
        `${url} did not answer: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
        thrown,
      );
