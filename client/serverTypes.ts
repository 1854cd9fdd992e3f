import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../server/router.ts';

type Inputs = inferRouterInputs<AppRouter>;
type Outputs = inferRouterOutputs<AppRouter>;

/**
 * What the server's procedure takes and answers with. A test holds the client's own types against it, so that
 * they cannot part; the published client needs none of the server. The only file that knows the server.
 */
export type ServerGenerate = (request: Inputs['ai']['generate']) => Promise<Outputs['ai']['generate']>;
