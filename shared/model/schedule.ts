import { z } from 'zod';
import { Serve } from './flag.ts';
import { Key } from './key.ts';

/** A change to one flag that waits for its time; then it becomes a commit like any other. */
export const Schedule = z.object({
  id: Key,
  flag: Key,
  at: z.iso.datetime(),
  set: z
    .object({ on: z.boolean().exactOptional(), fallthrough: Serve.exactOptional() })
    .refine((set) => set.on !== undefined || set.fallthrough !== undefined, 'Say what is to change'),
  author: z.string().max(200),
  reason: z.string().min(1).max(2_000),
});
export type Schedule = z.infer<typeof Schedule>;
