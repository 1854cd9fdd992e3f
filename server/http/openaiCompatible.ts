import { type Request, type Response, Router } from 'express';
import { requireAccess } from '../auth/access.ts';
import { handleCall } from '../calls/handleCall.ts';
import { handleEmbeddings } from '../calls/handleEmbeddings.ts';
import type { Dependencies } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import { traceHeaders } from '../telemetry/tracesParent.ts';
import { clientLeft } from './clientLeft.ts';
import { embeddingReply, readEmbeddingRequest } from './embeddings.ts';
import { sendOpenAiError } from './openaiErrors.ts';
import { sendAnswer, streamTo } from './openaiReplies.ts';
import { readChatRequest } from './readChatRequest.ts';
import { readJson } from './unsafeJson.ts';

/** Largest request body, in bytes: a long document fits, a flood does not. */
const bodyLimit = '8mb';

/**
 * The surface that speaks OpenAI's wire format, under /v1; `model` names a flag. Plain Express, and whole paths, because
 * a router mounted under a prefix rewrites the address of every request: this is the hot path.
 */
export function openAiCompatible(dependencies: Dependencies): Router {
  const routes = Router();
  const callerOf = async (request: Request) => {
    const { authorization } = request.headers;
    const principal = authorization ? await dependencies.serviceKeys.admit(authorization) : null;
    const found = requireAccess(principal, { scope: 'call' });
    if (found.kind !== 'key') throw new KnowngoodError('FORBIDDEN', 'This surface takes API keys');
    const trace = traceHeaders(request.headers);
    return { environment: found.environment, surface: 'openai' as const, trace };
  };

  // The key is checked before the body is read, so that a stranger cannot make the server parse megabytes.
  const admit = async (request: Request, response: Response, next: () => void) => {
    try {
      response.locals.caller = await callerOf(request);
      next();
    } catch (error) {
      sendOpenAiError(response, error, dependencies.log);
    }
  };

  routes.post(
    '/v1/chat/completions',
    admit,
    readJson({ limit: bodyLimit }),
    async (request: Request, response: Response) => {
      const left = clientLeft(response);
      try {
        const chat = readChatRequest(request.body, request.headers);
        const caller = response.locals.caller as Awaited<ReturnType<typeof callerOf>>;
        const sink = chat.stream ? streamTo(response) : null;
        const answer = await handleCall(dependencies.pipe, caller, chat.call, { callerLeft: left, sink });
        if (left.aborted) return;
        if (sink) sink.finish(answer, chat.includeUsage);
        else sendAnswer(response, answer);
      } catch (error) {
        if (left.aborted) return;
        if (!response.headersSent) sendOpenAiError(response, error, dependencies.log);
        else response.destroy();
      }
    },
  );

  routes.post(
    '/v1/embeddings',
    admit,
    readJson({ limit: bodyLimit }),
    async (request: Request, response: Response) => {
      const left = clientLeft(response);
      try {
        const { call, base64 } = readEmbeddingRequest(request.body, request.headers);
        const caller = response.locals.caller as Awaited<ReturnType<typeof callerOf>>;
        const embedded = await handleEmbeddings(dependencies.pipe, caller, call, left);
        const { id, variant, reason, revision } = embedded.record;
        response.set({
          'knowngood-request-id': id,
          'knowngood-variant': variant,
          'knowngood-reason': reason,
          'knowngood-revision': String(revision),
        });
        response.json(embeddingReply(embedded, base64));
      } catch (error) {
        if (!left.aborted) sendOpenAiError(response, error, dependencies.log);
      }
    },
  );

  routes.get('/v1/models{/:flag}', async (request, response) => {
    try {
      const { environment } = await callerOf(request);
      const { flags } = dependencies.configuration.snapshot(environment);
      const model = (id: string) => ({ id, object: 'model', created: 0, owned_by: 'knowngood' });
      const { flag } = request.params;
      if (flag === undefined)
        response.json({
          object: 'list',
          data: [...flags.values()].filter((one) => one.kind === 'call').map((one) => model(one.key)),
        });
      else if (flags.get(flag)?.kind === 'call') response.json(model(flag));
      else throw new KnowngoodError('NOT_FOUND', `There is no flag "${flag}" in ${environment}`);
    } catch (error) {
      sendOpenAiError(response, error, dependencies.log);
    }
  });

  routes.use('/v1', (request, response) => {
    const what = `${request.method} /v1${request.path}`;
    sendOpenAiError(
      response,
      new KnowngoodError(
        'NOT_FOUND',
        `${what} is not part of this surface: POST /v1/chat/completions, POST /v1/embeddings and GET /v1/models are`,
        { route: true },
      ),
      dependencies.log,
    );
  });
  return routes;
}
