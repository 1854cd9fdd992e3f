import type { RequestHandler } from 'express';
import { KnowngoodError } from '../errors.ts';

/**
 * Refuses a state-changing request that rides on a session cookie from another site's page. Requests with an
 * API key carry no cookie's authority and pass.
 * @throws KnowngoodError FORBIDDEN
 */
export const sameOrigin =
  (trusted: () => string[]): RequestHandler =>
  (request, _response, next) => {
    const { origin, cookie, authorization } = request.headers;
    const safe = request.method === 'GET' || request.method === 'HEAD' || !cookie || Boolean(authorization);
    if (safe || (origin !== undefined && trusted().includes(origin))) return next();
    next(
      new KnowngoodError(
        'FORBIDDEN',
        'This request came from a page of another site, or does not say where it came from',
      ),
    );
  };
