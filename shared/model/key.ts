import { z } from 'zod';
import { isWhole, notWhole } from './wholeText.ts';

/** The name of a resource in URLs, code and logs: 1 to 64 of a-z, 0-9, `.`, `_`, `-`, starting with a letter or digit. */
export const Key = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,63}$/,
    'Use 1 to 64 lower-case letters, digits, ".", "_" or "-", starting with a letter or digit',
  );
export type Key = z.infer<typeof Key>;

/** A short human name. */
export const Name = z
  .string()
  .trim()
  .min(1, 'A name is needed')
  .max(120, 'Keep the name under 120 characters')
  .refine(isWhole, notWhole);

/** Free text for people: descriptions and reasons. */
export const Note = z
  .string()
  .trim()
  .max(2_000, 'Keep the text under 2,000 characters')
  .refine(isWhole, notWhole);
