import { Router } from 'express';
import { requireAccess } from '../auth/access.ts';
import { type Dependencies, principalOf } from '../context.ts';
import { httpStatus, KnowngoodError, retryAfterOf } from '../errors.ts';

/** Prometheus metrics, for any API key or signed-in person, or for everybody where the settings say so. */
export function metricsRoute(dependencies: Dependencies): Router {
  const routes = Router();
  routes.get('/metrics', async (request, response) => {
    try {
      if (!dependencies.metricsPublic) {
        const principal = await principalOf(dependencies, request.headers);
        // A public key can be read in any browser, so it opens flags marked public and nothing else.
        const trusted = principal?.kind === 'key' && !principal.scopes.includes('public');
        if (!trusted) requireAccess(principal, { role: 'viewer', where: 'anywhere' });
      }
      response.type(dependencies.metrics.contentType).send(await dependencies.metrics.text());
    } catch (error) {
      if (!(error instanceof KnowngoodError)) throw error;
      const wait = retryAfterOf(error);
      if (wait !== null) response.set('Retry-After', String(wait));
      response.status(httpStatus[error.code]).type('text/plain').send(`${error.message}\n`);
    }
  });
  return routes;
}
