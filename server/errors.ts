/** The kinds of failure that a caller can act on. Each is translated to a wire's own words in one place. */
export type ErrorCode =
  | 'INVALID'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'TOO_LARGE'
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
  UNAVAILABLE: 503,
};
