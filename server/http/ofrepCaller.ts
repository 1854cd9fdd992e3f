import type { Request, RequestHandler, Response } from 'express';
import { type KeyPrincipal, requireKey } from '../auth/access.ts';
import type { ServiceKeys } from '../auth/serviceKeys.ts';
import { KnowngoodError } from '../errors.ts';

/** Who asks through the remote protocol. */
export interface OfrepCaller {
  key: KeyPrincipal;
  /** Sent from a browser, where everybody can read the key. */
  isPublic: boolean;
}

const allowedHeaders = 'authorization, content-type, if-none-match, x-api-key';

/** Lets pages of the public keys' own origins read answers and errors, and answers their preflight requests. */
export const crossOrigin =
  (keys: ServiceKeys): RequestHandler =>
  async (request, response, next) => {
    const { origin } = request.headers;
    response.vary('Origin');
    if (origin !== undefined && (await keys.allowsOrigin(origin))) {
      response.set('Access-Control-Allow-Origin', origin);
      response.set('Access-Control-Expose-Headers', 'ETag, Retry-After');
      response.set('Cross-Origin-Resource-Policy', 'cross-origin');
    }
    if (request.method !== 'OPTIONS') return next();
    if (response.hasHeader('Access-Control-Allow-Origin')) {
      response.set('Access-Control-Allow-Methods', 'GET, POST');
      response.set('Access-Control-Allow-Headers', allowedHeaders);
      response.set('Access-Control-Max-Age', '600');
    }
    response.status(204).end();
  };

/** The caller by its header. @throws KnowngoodError UNAUTHENTICATED, FORBIDDEN */
export async function callerOf(
  keys: ServiceKeys,
  request: Request,
  response: Response,
): Promise<OfrepCaller> {
  const apiKey = request.headers['x-api-key'];
  const authorization = request.headers.authorization || (apiKey ? `Bearer ${apiKey}` : undefined);
  const principal = authorization ? await keys.admit(authorization) : null;
  return admitted(requireKey(principal, 'evaluate', 'public'), request, response);
}

/** The caller of an event stream, by the ticket in its address. @throws KnowngoodError UNAUTHENTICATED, FORBIDDEN */
export async function ticketHolder(
  keys: ServiceKeys,
  request: Request,
  response: Response,
): Promise<OfrepCaller> {
  const { ticket } = request.query;
  const principal = typeof ticket === 'string' ? await keys.principalOfTicket(ticket) : null;
  if (!principal) throw new KnowngoodError('UNAUTHENTICATED', 'This event stream needs a valid ticket');
  return admitted(requireKey(principal, 'evaluate', 'public'), request, response);
}

function admitted(key: KeyPrincipal, request: Request, response: Response): OfrepCaller {
  const isPublic = key.scopes.includes('public');
  const { origin } = request.headers;
  const fromOwnPage = isPublic && origin !== undefined && key.origins.includes(origin);
  // Another key's pages may not read what this one answers.
  if (!fromOwnPage) response.removeHeader('Access-Control-Allow-Origin');
  // A browser names no origin when it reads its own site: only the event stream is read so.
  const sameSite = request.method === 'GET' && origin === undefined;
  if (isPublic && !fromOwnPage && !sameSite)
    throw new KnowngoodError('FORBIDDEN', 'This key works on the pages of its own origins only');
  return { key, isPublic };
}
