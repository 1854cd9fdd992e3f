import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Configuration } from '../configuration/configuration.ts';

/**
 * Names what calls obey just now: the revision, the log that it belongs to, and the overrides that no disk has
 * taken yet, which change what is obeyed without a revision. Visible ASCII without quotes, fit for an ETag.
 */
export function configurationTag(configuration: Configuration, environment: string): string {
  const { revision, headHash, overrides: taken } = configuration.committed(environment);
  const waiting = configuration
    .uncommitted()
    .filter(
      (one) =>
        one.environment === environment && !isDeepStrictEqual(taken.get(one.override.target), one.override),
    )
    .map(({ override }) => `${override.target}=${override.mode}@${override.since}`);
  const overrides =
    waiting.length === 0
      ? ''
      : `+${createHash('sha256').update(waiting.toSorted().join()).digest('hex').slice(0, 12)}`;
  return `${revision}-${headHash.slice(0, 12)}${overrides}`;
}

/** True when a header `If-None-Match` names this entity tag, weakly compared as RFC 9110 says. */
export const matchesTag = (header: string | undefined, tag: string): boolean =>
  (header ?? '').split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag);
