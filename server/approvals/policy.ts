import { ApprovalPolicy, type ChangeClass, policyKey } from '../../shared/model/approvalPolicy.ts';
import type { CommitChange } from '../configuration/commit.ts';
import type { Snapshot } from '../configuration/snapshot.ts';

/** Who must approve what in an environment; where nothing was set, nobody has to. */
export const policyOf = (snapshot: Snapshot): ApprovalPolicy =>
  snapshot.policies.get(policyKey) ?? ApprovalPolicy.parse({});

/** The classes that changes belong to. */
export function classesOf(changes: readonly Pick<CommitChange, 'kind' | 'body'>[]): ChangeClass[] {
  return [...new Set(changes.map(classOf).filter((one) => one !== null))];
}

/**
 * An override belongs to no class: it never waits. Nor does calling a scheduled change off, and registering a unit or
 * a prompt version, which by itself changes what nobody gets. Of a collection the log holds only what has been done.
 */
function classOf({ kind, body }: Pick<CommitChange, 'kind' | 'body'>): ChangeClass | null {
  switch (kind) {
    case 'flag':
      return 'targeting';
    case 'schedule':
      return body === null ? null : 'targeting';
    case 'segment':
      return 'segments';
    case 'policy':
      return 'settings';
    case 'unit':
    case 'prompt':
    case 'override':
    case 'collection':
      return null;
  }
}
