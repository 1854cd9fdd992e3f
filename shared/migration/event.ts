import type { Approver } from '../model/approvalPolicy.ts';
import type { Role } from '../model/environment.ts';
import type { AgreedAct, GateResult, Throttle } from './migration.ts';

/** What a person asks for. */
export type MigrationAct =
  | { kind: 'start'; by: string; memory: MemoryFacts }
  | { kind: 'throttle'; throttle: Throttle }
  | { kind: 'pause' }
  | { kind: 'resume' }
  /** Goes over all documents again: mends what a check found missing. */
  | { kind: 'backfill' }
  | { kind: 'verify' }
  /** A second person lets an index through that no golden query could judge. */
  | { kind: 'approve'; by: string }
  /**
   * The share of queries, 0 to 100, that the new index answers, and the segments whose members it answers in any case; 0
   * ends the canary. `unknown`: segments among them that the environment does not have.
   */
  | { kind: 'canary'; percent: number; segments: readonly string[]; unknown: readonly string[] }
  | { kind: 'cutover'; facts: CutoverFacts }
  | { kind: 'reverse'; facts: ReverseFacts }
  | { kind: 'retire'; facts: RetireFacts }
  /** A second person's word for an act that the environment wants one for. `role`: what they are here. */
  | { kind: 'agree'; to: AgreedAct; by: string; name: string; role: Role | null }
  | { kind: 'cancel' };

/** What the controller has seen happen. */
export type MigrationObservation =
  | { kind: 'dual-write-opened' }
  /** The collection could not keep the new index: nothing was started. */
  | { kind: 'not-opened' }
  | { kind: 'backfilled' }
  | { kind: 'verified'; result: GateResult }
  /** The pointer was flipped: `epoch` is the new one. */
  | { kind: 'flipped'; epoch: number }
  /** The fence opened again without a flip; everything is as before. */
  | { kind: 'not-flipped' }
  | { kind: 'dropped' }
  /** Time went by, or configuration or golden set changed: `basis` is the hash of what they are now. */
  | { kind: 'looked'; basis: string };

export type MigrationEvent = MigrationAct | MigrationObservation;
export type EventKind = MigrationEvent['kind'];
export type EventOf<Kind extends EventKind> = Extract<MigrationEvent, { kind: Kind }>;

/** Vectors in memory, in bytes: of the index that serves, of the new one as estimated, and what both may take together. */
export interface MemoryFacts {
  old: number;
  new: number;
  allowed: number;
}

/** What is so at the moment of a cutover, gathered by the server. */
export interface CutoverFacts {
  /** The pointer's epoch that the person saw, and the one there is. */
  epochSeen: number;
  epoch: number;
  /** Hash of the configuration and golden set as they are now. */
  basis: string;
  /** Documents that could not be written to the new index. */
  deadLetters: readonly string[];
  /** Those of them that the person goes on without. */
  waived: readonly string[];
  /** The collection's key, typed. */
  confirmation: string;
  approval: ApprovalFacts;
}

/** Whom the environment wants to agree, and who is about to act: null for whoever is never asked, as the command line. */
export interface ApprovalFacts {
  need: Approver;
  by: string | null;
}

/** What is so at the moment of a retirement: which index goes depends on how often the pointer was flipped. */
export interface RetireFacts {
  epochSeen: number;
  epoch: number;
  /** The collection's key, typed. */
  confirmation: string;
  approval: ApprovalFacts;
}

/** What is so at the moment of a reverse. */
export interface ReverseFacts {
  epochSeen: number;
  epoch: number;
  /** Documents whose newest version the old index does not have yet, and how many in all. */
  behind: readonly string[];
  behindCount: number;
  /** The collection's key, typed; needed only where documents are behind. */
  confirmation: string | null;
}
