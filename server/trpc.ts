import { randomUUID } from 'node:crypto';
import { initTRPC, TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { type Access, requireAccess } from './auth/access.ts';
import { refuseArchived } from './configuration/archived.ts';
import type { Context } from './context.ts';
import { type ErrorCode, type FieldIssue, fieldIssues, KnowngoodError } from './errors.ts';
import { refuseUnsafe } from './http/unsafeJson.ts';

export const trpcCodes: Record<ErrorCode, TRPCError['code']> = {
  INVALID: 'BAD_REQUEST',
  UNAUTHENTICATED: 'UNAUTHORIZED',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  CONFLICT: 'CONFLICT',
  TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  RATE_LIMITED: 'TOO_MANY_REQUESTS',
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

/** What the library says by a bare code or in a parser's words. */
const ownWords: Partial<Record<TRPCError['code'], string>> = {
  PAYLOAD_TOO_LARGE: 'The body is too large: 8 MB is the most',
  PARSE_ERROR: 'The input could not be read as JSON',
  UNSUPPORTED_MEDIA_TYPE: 'Send JSON in UTF-8, with the header Content-Type: application/json',
  METHOD_NOT_SUPPORTED: 'Queries go by GET, mutations by POST',
};

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
    const unread = error.cause instanceof SyntaxError;
    const internal = error.code === 'INTERNAL_SERVER_ERROR' && !known;
    const errorId = internal ? randomUUID() : null;
    if (internal)
      ctx?.dependencies.log.error({ err: error.cause ?? error, errorId, path }, 'a procedure failed');
    return {
      message: internal
        ? 'Internal server error'
        : invalid
          ? `${invalid[0]?.path || 'The input'}: ${invalid[0]?.message}`
          : (known?.message ?? (unread ? ownWords.PARSE_ERROR : ownWords[error.code]) ?? error.message),
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

const translate = t.middleware(async ({ next, getRawInput }) => {
  try {
    refuseUnsafe(await getRawInput());
  } catch (error) {
    throw translated(error);
  }
  const result = await next();
  if (!result.ok) throw translated(result.error);
  return result;
});

function translated(error: unknown): unknown {
  const cause = error instanceof TRPCError ? error.cause : error;
  return cause instanceof KnowngoodError
    ? new TRPCError({ code: trpcCodes[cause.code], message: cause.message, cause })
    : error;
}

export const router = t.router;

/** A procedure that everybody may call, without a session or a key: for what comes before them. */
export const openProcedure = t.procedure.use(translate);

/** The usual way to make a procedure: it says who may call it, so one without a declaration does not compile. */
export const procedure = (access: Access) =>
  openProcedure.use(async ({ ctx, next, type }) => {
    const principal = requireAccess(ctx.principal, access);
    if (type === 'mutation' && !access.readsOnly && (access.where ?? 'here') === 'here')
      await refuseArchived(ctx.dependencies.store, ctx.environment);
    return next({ ctx: { ...ctx, principal } });
  });
