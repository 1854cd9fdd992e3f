import { type Approver, satisfiedBy } from '../model/approvalPolicy.ts';
import type { Check } from './check.ts';
import type { ApprovalFacts } from './event.ts';
import type { AgreedAct, Agreement, Migration } from './migration.ts';

/** So long a second person's word holds: 24 hours, in milliseconds. */
const holdsMs = 24 * 60 * 60 * 1000;

/** Whether somebody else has agreed to an act, where the environment wants that. */
export function agreementCheck(
  state: Migration,
  act: AgreedAct,
  { need, by }: ApprovalFacts,
  now: number,
): Check[] {
  if (need === 'nobody' || by === null) return [];
  const agreed = agreementsThatHold(state, act, now).find(
    (one) => one.by !== by && satisfiedBy(need, one.role),
  );
  return [
    {
      check: 'agreement',
      passed: agreed !== undefined,
      figure: agreed ? `${agreed.name} has agreed` : `This environment wants ${wanted[need]} to agree first`,
      mend: agreed
        ? ''
        : `Have ${wanted[need]} other than yourself agree to it here; that holds for a day, and until there is another verdict`,
    },
  ];
}

/** What of a second person's words is about the pointer and the verdict as they are. */
export const agreementsThatHold = (
  { agreements, epoch, gate }: Migration,
  act: AgreedAct,
  now: number,
): Agreement[] =>
  agreements.filter(
    (one) =>
      one.act === act &&
      one.epoch === epoch &&
      now - one.at <= holdsMs &&
      (act === 'retire' || gate === null || one.at >= gate.at),
  );

const wanted: Record<Exclude<Approver, 'nobody'>, string> = {
  'second-person': 'a second person',
  'release-manager': 'a second release manager',
  admin: 'an admin',
};
