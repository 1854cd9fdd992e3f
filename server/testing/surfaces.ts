import { createRequire } from 'node:module';
import type { Express } from 'express';
import type { z } from 'zod';
import { createApp } from '../app.ts';
import type { Dependencies } from '../context.ts';
import { appRouter } from '../router.ts';

/** A tRPC procedure, as the router lists it. */
export interface ProcedureSurface {
  path: string;
  type: 'query' | 'mutation' | 'subscription';
  /** The schemas of its input, which all must pass. */
  inputs: z.ZodType[];
}

export function procedures(): ProcedureSurface[] {
  const all = appRouter._def.procedures as unknown as Record<
    string,
    { _def: { type: ProcedureSurface['type']; inputs: z.ZodType[] } }
  >;
  return Object.entries(all).map(([path, { _def }]) => ({ path, type: _def.type, inputs: _def.inputs }));
}

interface Routed {
  stack: { route?: { methods: Record<string, boolean> }; handle: unknown }[];
}
type Mount = (this: Routed, ...given: unknown[]) => unknown;

/**
 * Every route of the app, such as `POST /ofrep/v1/evaluate/flags/:key`. Express keeps no addresses of what is mounted,
 * so they are noted while the app is put together.
 */
export function expressRoutes(dependencies: Dependencies): { app: Express; routes: string[] } {
  const require = createRequire(import.meta.url);
  const router = createRequire(require.resolve('express'))('router') as { prototype: Record<string, Mount> };
  const { prototype } = router;
  const mounts: { under: unknown; path: string; what: unknown }[] = [];
  const own: { under: unknown; path: string; methods: () => string[] }[] = [];
  const { use, route } = prototype;
  if (!use || !route) throw new Error('Express keeps its routes elsewhere now');
  prototype.use = function (...given) {
    const path = typeof given[0] === 'string' ? given[0] : '';
    for (const what of given.flat(9))
      if (typeof what === 'function') mounts.push({ under: this, path, what });
    return use.apply(this, given);
  };
  prototype.route = function (...given) {
    const made = route.apply(this, given) as { methods: Record<string, boolean> };
    const methods = () => Object.keys(made.methods).map((method) => method.toUpperCase());
    for (const path of given.flat()) own.push({ under: this, path: String(path), methods });
    return made;
  };
  try {
    const app = createApp(dependencies);
    const prefixOf = (what: unknown): string => {
      if (what === app.router) return '';
      const mount = mounts.find((one) => one.what === what);
      return mount ? prefixOf(mount.under) + mount.path.replace(/\/$/, '') : '';
    };
    const routes = own.flatMap(({ under, path, methods }) =>
      methods().map((method) => `${method} ${prefixOf(under)}${path}`),
    );
    return { app, routes: [...new Set(routes)].filter((one) => !one.startsWith('_ALL')).toSorted() };
  } finally {
    prototype.use = use;
    prototype.route = route;
  }
}
