import { randomUUID } from 'node:crypto';
import { initTRPC, TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { type Access, requireAccess } from './auth/access.ts';
import type { Context } from './context.ts';
import { type ErrorCode, type FieldIssue, fieldIssues, KnowngoodError } from './errors.ts';

const codes: Record<ErrorCode, TRPCError['code']> = {
  INVALID: 'BAD_REQUEST',
  UNAUTHENTICATED: 'UNAUTHORIZED',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  CONFLICT: 'CONFLICT',
  TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  UNAVAILABLE: 'SERVICE_UNAVAILABLE',
};

/** What a conflict carries: the version that was saved while the caller was editing. */
export interface ConflictDetails {
  version: number;
  theirs: unknown;
  author: string;
  at: string;
  reason: string;
}

const t = initTRPC.context<Context>().create({
  sse: {
    ping: { enabled: true, intervalMs: 10_000 },
    client: { reconnectAfterInactivityMs: 25_000 },
    // A stream is asked again who it is for: signed out or demoted, nobody goes on listening for long.
    maxDurationMs: 5 * 60_000,
  },
  errorFormatter({ shape, error, ctx, path }) {
    const known = error.cause instanceof KnowngoodError ? error.cause : null;
    const invalid = error.cause instanceof ZodError ? fieldIssues(error.cause.issues) : null;
    const internal = error.code === 'INTERNAL_SERVER_ERROR' && !known;
    const errorId = internal ? randomUUID() : null;
    if (internal)
      ctx?.dependencies.log.error({ err: error.cause ?? error, errorId, path }, 'a procedure failed');
    return {
      message: internal
        ? 'Internal server error'
        : invalid
          ? `${invalid[0]?.path || 'The input'}: ${invalid[0]?.message}`
          : (known?.message ?? error.message),
      code: shape.code,
      data: {
        code: error.code,
        httpStatus: shape.data.httpStatus,
        errorId,
        issues: invalid ?? (known?.details.issues as FieldIssue[] | undefined) ?? [],
        conflict: (known?.details.conflict as ConflictDetails | undefined) ?? null,
      },
    };
  },
});

const translate = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof KnowngoodError) {
    const { cause } = result.error;
    throw new TRPCError({ code: codes[cause.code], message: cause.message, cause });
  }
  return result;
});

export const router = t.router;

/** The only way to make a procedure: it says who may call it, so one without a declaration does not compile. */
export const procedure = (access: Access) =>
  t.procedure
    .use(translate)
    .use(({ ctx, next }) => next({ ctx: { ...ctx, principal: requireAccess(ctx.principal, access) } }));
