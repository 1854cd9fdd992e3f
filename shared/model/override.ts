import { z } from 'zod';
import { Key } from './key.ts';

/** The key of the override that covers the whole environment. */
export const everyFlag = '*';

export const OverrideMode = z.enum(['kill', 'known-good']);
export type OverrideMode = z.infer<typeof OverrideMode>;

/** In force, it beats every rule, target and split. `kill` serves the static fallback, `known-good` the known-good unit. */
export const Override = z.object({
  target: z.union([Key, z.literal(everyFlag)]),
  mode: OverrideMode,
  since: z.iso.datetime(),
});
export type Override = z.infer<typeof Override>;
