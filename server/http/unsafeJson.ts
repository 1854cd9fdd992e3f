import express, { type RequestHandler } from 'express';
import { KnowngoodError } from '../errors.ts';

/** Deepest nesting of a body. What people and programs send is a tenth of it; what overflows a stack is a hundredfold. */
const deepest = 100;

/**
 * Refuses JSON that is nested deeper than 100, and the name `__proto__`, which some code would take for an object's
 * prototype. It walks without recursion.
 * @throws KnowngoodError INVALID
 */
export function refuseUnsafe(value: unknown): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest)
      throw new KnowngoodError('INVALID', `The input is nested deeper than ${deepest} levels`);
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one !== 'object' || one === null) continue;
      if (Object.hasOwn(one, '__proto__'))
        throw new KnowngoodError('INVALID', 'The input must not use the name "__proto__"');
      for (const inner of Object.values(one)) if (typeof inner === 'object') next.push(inner);
    }
    level = next;
  }
}

/** Reads a JSON body of a bounded size and depth. */
export function readJson(options: {
  /** Largest body, such as `256kb`. */
  limit: string;
  /** Takes any JSON value, whatever type the request says that it has. */
  anything?: boolean;
}): RequestHandler {
  const { limit, anything = false } = options;
  const read = express.json({ limit, ...(anything ? { strict: false, type: () => true } : {}) });
  return (request, response, next) => {
    read(request, response, (error?: unknown) => {
      if (error !== undefined) return next(error);
      try {
        refuseUnsafe(request.body);
      } catch (refusal) {
        return next(refusal);
      }
      next();
    });
  };
}
