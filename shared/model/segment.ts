import { z } from 'zod';
import { Condition } from './condition.ts';
import { Key, Name, Note } from './key.ts';

/** A reusable, named set of conditions; someone is in the segment when all of them hold. */
export const Segment = z.object({
  key: Key,
  name: Name,
  description: Note.default(''),
  conditions: z.array(Condition).min(1).max(50),
});
export type Segment = z.infer<typeof Segment>;
