import { z } from 'zod';
import { Key, Name } from './key.ts';

/** An isolated configuration log with its own keys. */
export const Environment = z.object({ key: Key, name: Name, createdAt: z.iso.datetime() });
export type Environment = z.infer<typeof Environment>;

export const KeyScope = z.enum(['call', 'evaluate', 'ingest', 'sync']);
export type KeyScope = z.infer<typeof KeyScope>;

/** What a person may do in an environment; each role includes the ones before it. */
export const Role = z.enum(['viewer', 'editor', 'release-manager', 'admin']);
export type Role = z.infer<typeof Role>;
