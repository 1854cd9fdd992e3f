import { type Request, type Response, Router } from 'express';
import { type KeyPrincipal, requireKey } from '../auth/access.ts';
import type { Dependencies } from '../context.ts';
import { fieldIssues, KnowngoodError } from '../errors.ts';
import { readJson } from '../http/unsafeJson.ts';
import { matchesTag } from '../live/configurationTag.ts';
import { createConnections } from '../live/connections.ts';
import { sendRevisions } from '../live/sendRevisions.ts';
import { Acknowledgement } from './acknowledgement.ts';
import { createRulebookBodies } from './rulebookBody.ts';
import { sendSyncError } from './syncErrors.ts';

/** Largest acknowledgement: counts of 10,000 flags fit. */
const bodyLimit = '1mb';
const mostStreamsOfAKey = 1_000;

/** What services need to evaluate by themselves: the rulebook, word of each change, and receipts. */
export function syncRoutes(dependencies: Dependencies): Router {
  const { configuration, serviceKeys, receipts, usage, log } = dependencies;
  const routes = Router();
  const bodyOf = createRulebookBodies(configuration);
  const connections = createConnections(mostStreamsOfAKey);
  const keyOf = (response: Response) => response.locals.key as KeyPrincipal;

  routes.use(async (request, response, next) => {
    try {
      const { authorization } = request.headers;
      const principal = authorization ? await serviceKeys.admit(authorization) : null;
      response.locals.key = requireKey(principal, 'sync');
      next();
    } catch (error) {
      sendSyncError(response, error, log);
    }
  });

  routes.get('/snapshot', (request, response) => {
    const { tag, json } = bodyOf(keyOf(response).environment);
    response.set({ ETag: `"${tag}"`, 'Cache-Control': 'no-cache' });
    if (matchesTag(request.headers['if-none-match'], `"${tag}"`)) response.status(304).end();
    else response.type('application/json').send(json);
  });

  routes.get('/events', (request, response) => {
    const { id, environment } = keyOf(response);
    connections.enter(id, response);
    sendRevisions({
      configuration,
      environment,
      response,
      dataOf: ({ revision, tag, first }) =>
        first ? JSON.stringify({ revision, tag }) : bodyOf(environment).event,
      stillAllowed: async () => (await serviceKeys.principalOf(request.headers.authorization ?? '')) !== null,
    });
  });

  routes.post('/acknowledge', readJson({ limit: bodyLimit }), (request, response) => {
    const { id, environment } = keyOf(response);
    const parsed = Acknowledgement.safeParse(request.body);
    if (!parsed.success) {
      const issues = fieldIssues(parsed.error.issues);
      throw new KnowngoodError('INVALID', `${issues[0]?.path || 'The body'}: ${issues[0]?.message}`, {
        issues,
      });
    }
    const { flags, revision } = configuration.snapshot(environment);
    // A word for a revision to come would count as obeying every kill switch until then.
    if (parsed.data.revision > revision)
      throw new KnowngoodError('INVALID', `revision: There is no revision ${parsed.data.revision} yet`);
    receipts.acknowledge(environment, id, parsed.data);
    for (const [flag, count] of Object.entries(parsed.data.evaluated ?? {}))
      if (count > 0 && flags.has(flag)) usage.touch(environment, flag);
    response.json({ revision });
  });

  routes.use((request, response) => {
    const what = `${request.method} /sync/v1${request.path}`;
    sendSyncError(response, new KnowngoodError('NOT_FOUND', `${what} is not part of this surface`), log);
  });
  routes.use(
    (error: unknown, _request: Request, response: Response, _next: (error: unknown) => void): void => {
      if (response.headersSent) response.destroy();
      else sendSyncError(response, error, log);
    },
  );
  return routes;
}
