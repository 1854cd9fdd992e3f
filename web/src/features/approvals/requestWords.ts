import type { ApprovalRequest } from '../../trpc.ts';

type Need = ApprovalRequest['needs'][number];

/** What changes of a class are, where approvals are concerned. */
export const classWords: Record<Need['class'], string> = {
  targeting: 'Flags and their targeting',
  segments: 'Segments',
  rollout: 'Starting a rollout',
  cutover: 'Moving a collection to another index',
  keys: 'API keys',
  settings: 'Who must approve what',
};

/** The classes that something belongs to today; rollouts are still to come. */
export const classesInUse = ['targeting', 'segments', 'cutover', 'keys', 'settings'] as const;

/** Who has to agree. */
export const approverWords: Record<Need['need'], string> = {
  nobody: 'Nobody',
  'second-person': 'Any second person',
  'release-manager': 'A release manager',
  admin: 'An admin',
};

export const stateWords: Record<ApprovalRequest['state'], { words: string; color: string }> = {
  waiting: { words: 'Waiting', color: 'amber' },
  applied: { words: 'Applied', color: 'pine' },
  rejected: { words: 'Rejected', color: 'red' },
  withdrawn: { words: 'Withdrawn', color: 'gray' },
};

/** What still has to happen before a request applies. */
export function needWords({ needs }: Pick<ApprovalRequest, 'needs'>): string {
  const open = needs.filter((one) => one.approvedBy === null && one.need !== 'nobody');
  if (open.length === 0) return 'Everybody who has to has agreed.';
  return `Waits for ${[...new Set(open.map(({ need }) => approverWords[need].toLowerCase()))].join(' and ')} other than its author.`;
}
