import type { Author } from '../../shared/model/revision.ts';
import { type SubmitResult, submit } from '../approvals/submit.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { findFlag } from './findFlag.ts';

export interface BulkRequest {
  environment: string;
  author: Author;
  reason: string;
  flags: { flag: string; expectedVersion: number }[];
  set: {
    on?: boolean | undefined;
    addTags?: string[] | undefined;
    removeTags?: string[] | undefined;
    owner?: string | undefined;
  };
}

/** Changes many flags as one commit: all of them, or none. @throws KnowngoodError CONFLICT, NOT_FOUND, INVALID */
export function bulkEdit(
  configuration: Configuration,
  { environment, author, reason, flags, set }: BulkRequest,
): Promise<SubmitResult> {
  const snapshot = configuration.snapshot(environment);
  const changes = flags.map(({ flag: key, expectedVersion }) => {
    const flag = findFlag(snapshot, key);
    const kept = flag.tags.filter((tag) => !set.removeTags?.includes(tag));
    const tags = [...new Set([...kept, ...(set.addTags ?? [])])];
    return {
      kind: 'flag' as const,
      key,
      expectedVersion,
      body: { ...flag, tags, on: set.on ?? flag.on, owner: set.owner ?? flag.owner },
    };
  });
  return submit(configuration, { environment, author, reason, changes });
}
