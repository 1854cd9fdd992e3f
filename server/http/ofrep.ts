import { createHash } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import type { EvaluationContext } from '../../shared/model/context.ts';
import type { Dependencies } from '../context.ts';
import { configurationTag, matchesTag } from '../live/configurationTag.ts';
import { answerFlag, notFound, visibleFlag } from './ofrepAnswers.ts';
import { callerOf, crossOrigin, type OfrepCaller } from './ofrepCaller.ts';
import { readOfrepContext } from './ofrepContext.ts';
import { sendOfrepError } from './ofrepErrors.ts';
import { eventStreamOf, ofrepEvents } from './ofrepEvents.ts';
import { readJson } from './unsafeJson.ts';

/** Largest request body: a context with 100 attributes fits. */
const bodyLimit = '256kb';

/** OpenFeature's remote evaluation protocol, version 0.3.0, for its clients in any language. */
export function ofrep(dependencies: Dependencies): Router {
  const { configuration, serviceKeys, usage, log } = dependencies;
  const routes = Router();

  const admit = async (request: Request, response: Response, next: () => void) => {
    try {
      response.locals.caller = await callerOf(serviceKeys, request, response);
      next();
    } catch (error) {
      sendOfrepError(response, error, log);
    }
  };
  const answering =
    (answer: (request: Request, response: Response, caller: OfrepCaller) => void) =>
    (request: Request, response: Response) => {
      try {
        answer(request, response, response.locals.caller as OfrepCaller);
      } catch (error) {
        sendOfrepError(response, error, log, flagOf(request));
      }
    };

  routes.use(crossOrigin(serviceKeys));
  routes.get('/events', ofrepEvents(dependencies));
  // The key is checked before the body is read, so that a stranger cannot make the server parse it.
  routes.use('/evaluate', admit, readJson({ limit: bodyLimit, anything: true }));

  routes.post(
    '/evaluate/flags/:key',
    answering((request, response, { key, isPublic }) => {
      const context = readOfrepContext(request.body);
      const name = flagOf(request) ?? '';
      const snapshot = configuration.snapshot(key.environment);
      const flag = visibleFlag(snapshot, name, isPublic);
      const answer = flag ? answerFlag(snapshot, flag, context, isPublic) : notFound(name);
      if (flag) usage.touch(key.environment, flag.key);
      const found = flag !== null;
      response.status('errorCode' in answer ? (found ? 400 : 404) : 200).json(answer);
    }),
  );

  routes.post(
    '/evaluate/flags',
    answering((request, response, { key, isPublic }) => {
      const context = readOfrepContext(request.body);
      const { environment } = key;
      const snapshot = configuration.snapshot(environment);
      const visible = [...snapshot.flags.values()].filter((flag) => flag.public || !isPublic);
      const flags = visible.map((flag) => answerFlag(snapshot, flag, context, isPublic));
      // A service asks for all flags whatever it uses; a page is shown public flags because it uses them.
      if (isPublic) for (const flag of visible) usage.touch(environment, flag.key);
      const etag = bulkTag([configurationTag(configuration, environment), key.id, sorted(context), flags]);
      response.set({ ETag: etag, 'Cache-Control': 'no-cache' });
      if (matchesTag(request.headers['if-none-match'], etag)) {
        response.status(304).end();
        return;
      }
      response.json({
        flags,
        eventStreams: [eventStreamOf(dependencies, key)],
        metadata: { revision: snapshot.revision },
      });
    }),
  );

  routes.use((request, response) => {
    const what = `${request.method} /ofrep/v1${request.path}`;
    const errorDetails = `${what} is not part of this surface: POST /ofrep/v1/evaluate/flags[/{key}] is`;
    response.status(404).json({ errorCode: 'GENERAL', errorDetails });
  });
  routes.use(
    (error: unknown, request: Request, response: Response, _next: (error: unknown) => void): void => {
      sendOfrepError(response, error, log, flagOf(request));
    },
  );
  return routes;
}

/** Covers the answers too, because a rule's time window changes them without a revision. */
const bulkTag = (covered: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(covered)).digest('base64url').slice(0, 27)}"`;

/** Attributes in another order say the same. */
const sorted = (context: EvaluationContext) =>
  Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** The flag in the address, as far as it is one; unset for the bulk address. */
function flagOf(request: Request): string | undefined {
  const named = /^\/evaluate\/flags\/([^/]+)$/.exec(request.path)?.[1];
  if (named === undefined) return undefined;
  try {
    return decodeURIComponent(named);
  } catch {
    return named;
  }
}
