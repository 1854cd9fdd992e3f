import { z } from 'zod';
import { Key, Name } from '../../shared/model/key.ts';

/** What a client says of itself: which revision it obeys now, and what it has evaluated since it last said so. */
export const Acknowledgement = z.object({
  /** The client's own random id, new with each start. */
  client: z.string().regex(/^[\x21-\x7e]{1,64}$/, 'An id is made of 1 to 64 visible ASCII characters'),
  name: Name,
  revision: z.int().min(0),
  /** Milliseconds since it has obeyed this revision; the word may come a little later than the deed. */
  agoMs: z.number().min(0).default(0),
  /** How often each flag was evaluated since the last acknowledgement. */
  evaluated: z
    .record(Key, z.int().min(0))
    .refine((counts) => Object.keys(counts).length <= 10_000, 'At most 10,000 flags at once')
    .optional(),
});
export type Acknowledgement = z.infer<typeof Acknowledgement>;
