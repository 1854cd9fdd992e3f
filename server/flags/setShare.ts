import { bucketOf } from '../../shared/evaluation/bucket.ts';
import { moveShare, NotEnoughBuckets, wholeSplit } from '../../shared/evaluation/split.ts';
import { bucketCount } from '../../shared/model/bucketCount.ts';
import type { Flag, Serve } from '../../shared/model/flag.ts';
import type { Author } from '../../shared/model/revision.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { KnowngoodError } from '../errors.ts';
import { findFlag } from './findFlag.ts';
import { type SaveResult, saveFlag } from './saveFlag.ts';

export interface ShareRequest {
  environment: string;
  author: Author;
  flag: string;
  /** The rule whose split moves; null for everyone else. */
  rule: string | null;
  candidate: string;
  donor: string;
  /** The candidate's new share in buckets, 0 to 100,000. */
  share: number;
  expectedVersion: number;
  reason: string;
}

/** Moves one share of one split; everybody who is with neither candidate nor donor stays where they are. */
export async function setShare(configuration: Configuration, request: ShareRequest): Promise<SaveResult> {
  const flag = findFlag(configuration.snapshot(request.environment), request.flag);
  const moved = moveIn(flag, request);
  return saveFlag(configuration, {
    environment: request.environment,
    author: request.author,
    flag: moved,
    expectedVersion: request.expectedVersion,
    reason: request.reason,
  });
}

function moveIn(flag: Flag, request: ShareRequest): Flag {
  for (const variant of [request.candidate, request.donor]) {
    if (!flag.variants.some((one) => one.key === variant))
      throw new KnowngoodError('INVALID', `There is no variant "${variant}" on this flag`);
  }
  if (request.candidate === request.donor)
    throw new KnowngoodError('INVALID', 'The share must come from another variant');
  if (request.rule === null) return { ...flag, fallthrough: moved(flag.fallthrough, request) };
  if (!flag.rules.some((rule) => rule.id === request.rule))
    throw new KnowngoodError('NOT_FOUND', `There is no rule "${request.rule}" on this flag`);
  return {
    ...flag,
    rules: flag.rules.map((rule) =>
      rule.id === request.rule ? { ...rule, serve: moved(rule.serve, request) } : rule,
    ),
  };
}

function moved(serve: Serve, { candidate, donor, share, flag }: ShareRequest): Serve {
  const split = serve.kind === 'split' ? serve.split : wholeSplit(serve.variant, originOf(flag));
  try {
    return { kind: 'split', split: moveShare(split, { candidate, donor, share }) };
  } catch (error) {
    if (!(error instanceof NotEnoughBuckets)) throw error;
    throw new KnowngoodError(
      'INVALID',
      `"${candidate}" can have at most ${(error.available / bucketCount) * 100}% when it takes people from "${donor}" alone`,
    );
  }
}

/** Where a first split of a flag begins: fixed for the flag, and different between flags. */
const originOf = (flag: string): number => bucketOf('origin', flag);
