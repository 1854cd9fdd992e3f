import { z } from 'zod';
import { CallRequest } from './call.ts';
import { maxInputCharacters } from './content.ts';

const mostInputs = 2_048;

/** A request for vectors through a flag. */
export const EmbeddingCall = CallRequest.pick({
  flag: true,
  id: true,
  context: true,
  priority: true,
  metadata: true,
}).extend({
  input: z
    .array(z.string().min(1, 'An input cannot be empty').max(maxInputCharacters))
    .min(1, 'Send at least one input')
    .max(mostInputs, `At most ${mostInputs} inputs at once`),
});
export type EmbeddingCall = z.infer<typeof EmbeddingCall>;
