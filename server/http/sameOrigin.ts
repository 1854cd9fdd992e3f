import type { RequestHandler } from 'express';
import { KnowngoodError } from '../errors.ts';

/**
 * Refuses a state-changing request from another site's page, whether it rides on a session cookie or means to make one.
 * Requests with an API key carry no cookie's authority and pass.
 * @throws KnowngoodError FORBIDDEN
 */
export const sameOrigin =
  (trusted: () => string[]): RequestHandler =>
  (request, _response, next) => {
    const { origin, cookie, authorization } = request.headers;
    const reads = request.method === 'GET' || request.method === 'HEAD';
    // Programs name no origin and carry no cookie; a page that signs its visitor in as somebody else needs no cookie yet.
    const program = !cookie && origin === undefined;
    if (reads || authorization || program || (origin !== undefined && trusted().includes(origin)))
      return next();
    next(
      new KnowngoodError(
        'FORBIDDEN',
        'This request came from a page of another site, or does not say where it came from',
      ),
    );
  };
