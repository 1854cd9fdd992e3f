import { z } from 'zod';
import { includesRole, type Role } from './environment.ts';

/** What a change is about, where approvals are concerned. */
export const ChangeClass = z.enum(['targeting', 'segments', 'rollout', 'cutover', 'keys', 'settings']);
export type ChangeClass = z.infer<typeof ChangeClass>;

/** Who must agree before a change applies: nobody, anybody else who may edit, or somebody else with at least this role. */
export const Approver = z.enum(['nobody', 'second-person', 'release-manager', 'admin']);
export type Approver = z.infer<typeof Approver>;

/** True where somebody with this role is who is asked for; they must be somebody else than the author, too. */
export function satisfiedBy(need: Approver, role: Role | null): boolean {
  if (need === 'nobody') return true;
  return role !== null && includesRole(role, need === 'second-person' ? 'editor' : need);
}

const need = Approver.default('nobody');

/** Which changes of an environment wait for a second person. It stands in the log, and no restore touches it. */
export const ApprovalPolicy = z.object({
  targeting: need,
  segments: need,
  rollout: need,
  cutover: need,
  keys: need,
  settings: need,
});
export type ApprovalPolicy = z.infer<typeof ApprovalPolicy>;

/** The key under which an environment's one policy is kept. */
export const policyKey = 'approvals';
