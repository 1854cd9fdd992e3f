/** The kinds of failure that a caller can act on. Each is translated to a wire's own words in one place. */
export type ErrorCode =
  | 'INVALID'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'TOO_LARGE'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE';

/** A failure whose message is written for the person who meets it. Anything else that is thrown is internal. */
export class KnowngoodError extends Error {
  readonly code: ErrorCode;
  /** What a caller may show beside the message: field issues, the other person's change. */
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

export interface FieldIssue {
  path: string;
  message: string;
}

/** Issues of a schema in the form that every surface answers with. */
export const fieldIssues = (
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
): FieldIssue[] =>
  issues.slice(0, 20).map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));

export const httpStatus: Record<ErrorCode, number> = {
  INVALID: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_LARGE: 413,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};

/** Too many requests; `details.retryAfter` holds the whole seconds to wait, for the header Retry-After. */
export const rateLimited = (message: string, retryAfter: number): KnowngoodError =>
  new KnowngoodError('RATE_LIMITED', message, { retryAfter });

/** The value of the header Retry-After that a failure asks for, in seconds, or null. */
export function retryAfterOf(error: unknown): number | null {
  const seconds = error instanceof KnowngoodError ? error.details.retryAfter : null;
  return typeof seconds === 'number' ? seconds : null;
}
