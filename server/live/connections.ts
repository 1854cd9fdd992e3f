import type { Response } from 'express';
import { KnowngoodError } from '../errors.ts';

/** Counts the streams that each key has open. */
export function createConnections(most: number) {
  const open = new Map<string, number>();
  return {
    /** Takes a place until the response closes. @throws KnowngoodError UNAVAILABLE when the key has too many. */
    enter(key: string, response: Response): void {
      const count = open.get(key) ?? 0;
      if (count >= most)
        throw new KnowngoodError('UNAVAILABLE', `This key has ${most} event streams open already`);
      open.set(key, count + 1);
      response.once('close', () => {
        const left = (open.get(key) ?? 1) - 1;
        if (left === 0) open.delete(key);
        else open.set(key, left);
      });
    },
  };
}
