import { createExpressMiddleware } from '@trpc/server/adapters/express';
import compression from 'compression';
import express, { type ErrorRequestHandler, type Express } from 'express';
import helmet from 'helmet';
import type { Dependencies } from './context.ts';
import { createContext } from './createContext.ts';
import { httpStatus, KnowngoodError } from './errors.ts';
import { health } from './http/health.ts';
import { metricsRoute } from './http/metrics.ts';
import { ofrep } from './http/ofrep.ts';
import { openAiCompatible } from './http/openaiCompatible.ts';
import { openAiError } from './http/openaiErrors.ts';
import { sameOrigin } from './http/sameOrigin.ts';
import { signIn } from './http/signIn.ts';
import { newNonce, staticSite } from './http/staticSite.ts';
import { appRouter } from './router.ts';
import { syncRoutes } from './sync/syncRoutes.ts';

/** All surfaces on one Express app. Nothing happens on import, and nothing listens yet. */
export function createApp(dependencies: Dependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', dependencies.trustedProxies);

  // What programs call comes first: it needs neither compression nor a page's security headers.
  app.use(openAiCompatible(dependencies));
  app.use('/ofrep/v1', ofrep(dependencies));
  app.use('/sync/v1', syncRoutes(dependencies));
  app.use(health(dependencies));

  app.use((_request, response, next) => {
    response.locals.nonce = newNonce();
    next();
  });
  app.use(securityHeaders(dependencies));
  app.use(compression());
  app.use(metricsRoute(dependencies));

  const checkOrigin = sameOrigin(dependencies.trustedOrigins);
  app.use('/api/auth', checkOrigin, signIn(dependencies));
  app.use(
    '/trpc',
    checkOrigin,
    createExpressMiddleware({
      router: appRouter,
      maxBodySize: 8 * 1024 * 1024,
      createContext: (options) => createContext(dependencies, options),
    }),
  );
  app.use(staticSite(dependencies.webFolder));
  app.use((request, response) => {
    response.status(404).json(openAiError(`There is nothing at ${request.path}`, 'not_found_error'));
  });
  app.use(lastResort(dependencies));
  return app;
}

const securityHeaders = ({ publicUrl }: Dependencies) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: [
          "'self'",
          (_request, response) => `'nonce-${(response as express.Response).locals.nonce}'`,
        ],
        styleSrc: [
          "'self'",
          (_request, response) => `'nonce-${(response as express.Response).locals.nonce}'`,
        ],
        // Positions and sizes that a script sets on one element; a style sheet still needs the nonce.
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: publicUrl().startsWith('https:'),
    referrerPolicy: { policy: 'no-referrer' },
  });

/** Whatever nobody handled: body parsers' errors become words, everything else an id in the log. */
const lastResort =
  ({ log }: Dependencies): ErrorRequestHandler =>
  (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof KnowngoodError) {
      response.status(httpStatus[error.code]).json(openAiError(error.message, 'invalid_request_error'));
      return;
    }
    const status = (error as { status?: unknown }).status;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      const message =
        status === 413
          ? 'The body is too large'
          : error instanceof URIError
            ? 'The address could not be read'
            : 'The body could not be read: send JSON in UTF-8, with the header Content-Type: application/json';
      response.status(status).json(openAiError(message, 'invalid_request_error'));
      return;
    }
    log.error({ err: error }, 'a request failed');
    response.status(500).json(openAiError('Internal server error', 'server_error'));
  };
