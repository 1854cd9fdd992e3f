import { Router } from 'express';
import { changeDials, DialsPatch, type SimulatedModel } from './models.ts';
import { sendInvalid, sendUnknownModel } from './wireErrors.ts';

const ABOUT =
  'This is the Knowngood simulator: an OpenAI-compatible upstream that answers by quoting the text in the prompt. ' +
  'It is not a language model.\n';

/** Everything about the simulator but its answers: what it is, which models it has, and their dials. */
export function createControlRoutes(models: Map<string, SimulatedModel>): Router {
  const router = Router();
  router.get('/', (_req, res) => {
    res.type('text/plain').send(ABOUT);
  });
  router.get('/health', (_req, res) => {
    res.json({ status: 'ok', simulator: true });
  });
  router.get('/v1/models', (_req, res) => {
    res.json({ object: 'list', data: [...models.values()].map(describe) });
  });
  router.get('/v1/models/:model', (req, res) => {
    const model = models.get(req.params.model);
    if (model === undefined) sendUnknownModel(res, req.params.model);
    else res.json(describe(model));
  });
  router.get('/dials', (_req, res) => {
    res.json({ models: [...models.values()].map(({ id, dials }) => ({ model: id, dials })) });
  });
  router.put('/dials/:model', (req, res) => {
    const model = models.get(req.params.model);
    if (model === undefined) return sendUnknownModel(res, req.params.model);
    const patch = DialsPatch.safeParse(req.body);
    if (!patch.success) return sendInvalid(res, patch.error);
    model.dials = changeDials(model.dials, patch.data);
    res.json({ model: model.id, dials: model.dials });
  });
  return router;
}

function describe({ id, created }: SimulatedModel) {
  return { id, object: 'model', created, owned_by: 'knowngood-simulator' };
}
