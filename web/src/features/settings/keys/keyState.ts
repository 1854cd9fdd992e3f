import type { KeyEntry } from '../../../trpc.ts';

/** A key just made, while it can be seen. */
export interface ShownKey {
  name: string;
  key: string;
  waits: boolean;
}

/** Whether a key works at a time, and why not. */
export function keyState(
  { revokedAt, expiresAt, waiting }: KeyEntry,
  at: string,
): 'works' | 'waits' | 'revoked' | 'expired' {
  if (revokedAt !== null) return 'revoked';
  if (waiting !== null) return 'waits';
  return expiresAt !== null && expiresAt <= at ? 'expired' : 'works';
}

/** What each scope opens, for whoever gives it. */
export const scopeWords: Record<KeyEntry['scopes'][number], string> = {
  call: 'Calls flags and gets answers',
  evaluate: 'Asks what a flag serves (OpenFeature, explain)',
  ingest: 'Writes documents to collections',
  sync: 'Downloads all flags to evaluate by itself; for servers only',
  public: 'For browsers: only flags marked public, only from its own pages',
};
