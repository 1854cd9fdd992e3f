import { Router } from 'express';
import type { Dependencies } from '../context.ts';

/** `/health`: the process is up. `/ready`: it can take calls. */
export function health({ store, configuration }: Dependencies): Router {
  const routes = Router();
  routes.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });
  routes.get('/ready', async (_request, response) => {
    const storeAnswers = await store.ping().catch(() => false);
    const ready = storeAnswers && configuration.environments().length > 0;
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', store: storeAnswers });
  });
  return routes;
}
