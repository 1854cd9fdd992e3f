import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import express, { Router } from 'express';

const placeholder = /CSP_NONCE/g;

/** Middleware values that the security headers and the page must agree on. */
export const newNonce = (): string => randomBytes(16).toString('base64');

/**
 * Serves the built admin app: files under their hashed names for ever, and the page itself, with the
 * request's nonce in it, for every other address that a browser opens.
 */
export function staticSite(webFolder: string): Router {
  const routes = Router();
  let page: Promise<string> | null = null;
  routes.use(
    '/assets',
    express.static(path.join(webFolder, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  routes.use(express.static(webFolder, { index: false, maxAge: '1h' }));
  routes.get(['/', '/*path'], async (request, response, next) => {
    // What looks like a file is not a page, and neither is anything hidden.
    if (!request.accepts('html') || /\.[a-z0-9]+$/i.test(request.path) || /\/[.%]/.test(request.path))
      return next();
    try {
      page ??= readFile(path.join(webFolder, 'index.html'), 'utf8');
      const html = (await page).replaceAll(placeholder, String(response.locals.nonce));
      response.set('cache-control', 'no-store').type('html').send(html);
    } catch {
      page = null;
      response
        .status(503)
        .type('text/plain')
        .send('The admin app has not been built. Run "npm run build", then reload.\n');
    }
  });
  return routes;
}
