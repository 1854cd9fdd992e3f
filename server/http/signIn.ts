import { Router } from 'express';
import type { Dependencies } from '../context.ts';
import { openAiError } from './openaiErrors.ts';

const largestBody = 4_096;
const plainHost = /^[\w.-]+(:\d{1,5})?$|^\[[0-9a-fA-F:]+\](:\d{1,5})?$/;

/**
 * The two addresses of the sign-in library that browsers need; all its others stay closed. It reads bodies
 * by itself and without a limit, so what is too large, or does not say how large it is, ends here.
 */
export function signIn({ people }: Dependencies): Router {
  const routes = Router();
  const open = new Set(['GET /magic-link/verify', 'POST /sign-out']);
  routes.use(async (request, response) => {
    if (!open.has(`${request.method} ${request.path}`)) {
      response.status(404).json(openAiError('There is nothing at this address', 'not_found_error'));
      return;
    }
    const { host, 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    if (encoding !== undefined || Number(length ?? 0) > largestBody || !plainHost.test(host ?? '')) {
      response.status(400).json(openAiError('This request cannot be read', 'invalid_request_error'));
      return;
    }
    const { handler } = await people();
    await handler(request, response);
  });
  return routes;
}
