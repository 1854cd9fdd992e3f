import { z } from 'zod';
import { Key, Name } from './key.ts';

/** An isolated configuration log with its own keys. */
export const Environment = z.object({ key: Key, name: Name, createdAt: z.iso.datetime() });
export type Environment = z.infer<typeof Environment>;

/**
 * What a key may do. `sync` downloads the rulebook, for services only. `public` stands alone: such a key is meant
 * to be read in a browser, so it works from its origins only and sees flags marked public.
 */
export const KeyScope = z.enum(['call', 'evaluate', 'ingest', 'sync', 'public']);
export type KeyScope = z.infer<typeof KeyScope>;

/** A web origin as browsers send it: scheme, host and port, such as `https://shop.example`. */
export const Origin = z
  .string()
  .max(255)
  .regex(
    /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/,
    'An origin is a scheme and a host in lower case, without a path: https://shop.example',
  );
export type Origin = z.infer<typeof Origin>;

/** What a person may do in an environment; each role includes the ones before it. */
export const Role = z.enum(['viewer', 'editor', 'release-manager', 'admin']);
export type Role = z.infer<typeof Role>;
