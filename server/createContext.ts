import { TRPCError } from '@trpc/server';
import type { CreateExpressContextOptions } from '@trpc/server/adapters/express';
import { Key } from '../shared/model/key.ts';
import { type Context, type Dependencies, defaultEnvironment, principalOf } from './context.ts';
import { KnowngoodError, retryAfterOf } from './errors.ts';
import { clientLeft } from './http/clientLeft.ts';
import { trpcCodes } from './trpc.ts';

/** The header, and for streams the query parameter, in which a person says which environment a request is about. */
const environmentHeader = 'knowngood-environment';

/**
 * Who asks through tRPC, and about which environment: a key's own, or the one that a person names.
 * @throws TRPCError for a key that sends too much, and an environment that cannot be one.
 */
export async function createContext(
  dependencies: Dependencies,
  { req, res, info }: CreateExpressContextOptions,
): Promise<Context> {
  try {
    const asked = askedEnvironment(req.headers[environmentHeader] ?? req.query.environment);
    const principal = await principalOf(dependencies, req.headers, {
      environment: asked,
      requests: Math.max(1, info.calls.length),
    });
    const environment = principal?.environment ?? asked ?? defaultEnvironment;
    await takeIn(dependencies, environment);
    return {
      dependencies,
      principal,
      environment,
      clientLeft: clientLeft(res),
      request: { headers: req.headers, address: req.ip ?? 'unknown' },
      setCookies: (cookies) => {
        for (const cookie of cookies) res.append('set-cookie', cookie);
      },
    };
  } catch (error) {
    if (!(error instanceof KnowngoodError)) throw error;
    const wait = retryAfterOf(error);
    if (wait !== null) res.set('Retry-After', String(wait));
    throw new TRPCError({ code: trpcCodes[error.code], message: error.message, cause: error });
  }
}

function askedEnvironment(value: unknown): string | null {
  if (value === undefined) return null;
  const parsed = Key.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new KnowngoodError('INVALID', 'This cannot be the key of an environment');
}

/** Another process may have made the environment since this one has started. */
async function takeIn({ configuration, store }: Dependencies, environment: string): Promise<void> {
  if (configuration.environments().includes(environment)) return;
  if (await store.environments.find(environment)) await configuration.reload(environment);
}
