import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { Dependencies } from '../context.ts';
import { httpStatus, KnowngoodError, retryAfterOf } from '../errors.ts';
import { openAiError } from './openaiErrors.ts';
import { readJson } from './unsafeJson.ts';

const bodyLimit = '4kb';
const plainHost = /^[\w.-]+(:\d{1,5})?$|^\[[0-9a-fA-F:]+\](:\d{1,5})?$/;

const Password = z.object({
  email: z.email().max(254),
  password: z.string().min(1).max(128),
  rememberMe: z.boolean().exactOptional(),
});
const Code = z.object({ code: z.string().trim().min(6).max(20) });
/** Where the browser goes afterwards is ours to say: a page of this server. */
const Provider = z
  .object({ provider: z.literal('oidc') })
  .transform(({ provider }) => ({ provider, callbackURL: '/', errorCallbackURL: '/sign-in' }));

/**
 * The addresses of the sign-in library that browsers need; all its others stay closed. Bodies are read and checked
 * here, and attempts counted, before the library sees them.
 */
export function signIn(dependencies: Dependencies): Router {
  const routes = Router();
  const { people, signInLimits } = dependencies;

  const pass = async (request: Request, response: Response, body: unknown = undefined) => {
    if (!plainHost.test(request.headers.host ?? ''))
      throw new KnowngoodError('INVALID', 'The header Host cannot be read');
    const { method, originalUrl: url, headers } = request;
    const answer = await (await people()).handle({ method, url, headers, body, address: addressOf(request) });
    await send(answer, response);
    return answer;
  };
  const counted = async (request: Request, _response: Response, next: () => void) => {
    await signInLimits.request(addressOf(request));
    next();
  };
  const json = readJson({ limit: bodyLimit, anything: true });

  routes.use(counted);
  routes.get('/magic-link/verify', async (request, response) => {
    await pass(request, response);
  });
  routes.get('/callback/oidc', async (request, response) => {
    await pass(request, response);
  });
  routes.post('/sign-out', json, async (request, response) => {
    await pass(request, response, {});
  });
  routes.post('/sign-in/social', json, async (request, response) => {
    await pass(request, response, read(Provider, request.body));
  });
  routes.post('/sign-in/email', json, async (request, response) => {
    const body = read(Password, request.body);
    await signInLimits.guess(addressOf(request), body.email);
    const { ok } = await pass(request, response, body);
    if (ok) await signInLimits.right(addressOf(request), body.email);
  });
  for (const path of ['/two-factor/verify-totp', '/two-factor/verify-backup-code'])
    routes.post(path, json, async (request, response) => {
      await pass(request, response, read(Code, request.body));
    });
  routes.use((_request, response) => {
    response.status(404).json(openAiError('There is nothing at this address', 'not_found_error'));
  });
  routes.use((error: unknown, _request: Request, response: Response, next: (error: unknown) => void) => {
    if (!(error instanceof KnowngoodError)) return next(error);
    const wait = retryAfterOf(error);
    if (wait !== null) response.set('Retry-After', String(wait));
    response.status(httpStatus[error.code]).json({ code: error.code, message: error.message });
  });
  return routes;
}

const addressOf = (request: Request): string => request.ip ?? 'unknown';

function read<Shape extends z.ZodType>(shape: Shape, body: unknown): z.output<Shape> {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new KnowngoodError('INVALID', `${issue?.path.join('.') || 'The body'}: ${issue?.message}`);
}

async function send(answer: globalThis.Response, response: Response): Promise<void> {
  response.status(answer.status);
  answer.headers.forEach((value, name) => {
    if (name !== 'set-cookie' && name !== 'content-length') response.set(name, value);
  });
  for (const cookie of answer.headers.getSetCookie()) response.append('set-cookie', cookie);
  response.set('cache-control', 'no-store').send(await answer.text());
}
