import type { ConversationMove } from '../../shared/model/call.ts';
import type { Environment, KeyScope, Role, Roles } from '../../shared/model/environment.ts';
import type { Inference } from '../../shared/model/inference.ts';
import type { PendingChange } from '../../shared/model/pendingChange.ts';
import type { ResourceKind } from '../../shared/model/resource.ts';
import type { Author, Revision } from '../../shared/model/revision.ts';
import type { CollectionAct, RetrievalStore } from './retrieval.ts';

/**
 * The store seam: named atomic operations, grouped by concern. No transaction handle crosses it, so that
 * SQLite may run each operation as one synchronous transaction and PostgreSQL as one of its own.
 */
export interface Store {
  environments: EnvironmentStore;
  configuration: ConfigurationStore;
  approvals: ApprovalStore;
  telemetry: TelemetryStore;
  conversations: ConversationStore;
  keys: KeyStore;
  people: PeopleStore;
  invitations: InvitationStore;
  facts: FactStore;
  /** Collections, their documents and their indexes. */
  retrieval: RetrievalStore;
  /** True when the database answers. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

/** Who did something, when and why, for the log of people, keys and environments. Unset: the server itself. */
export interface Act {
  author: Author;
  at: string;
  reason: string;
}

export interface EnvironmentStore {
  /** Oldest first. */
  list(): Promise<Environment[]>;
  find(key: string): Promise<Environment | null>;
  /** Answers false, changing nothing, where the environment exists. */
  create(environment: Omit<Environment, 'archivedAt'>, by?: Act): Promise<boolean>;
  /** Answers the environment as it is now, or null when there is none. */
  update(
    key: string,
    change: { name?: string; archivedAt?: string | null },
    by: Act,
  ): Promise<Environment | null>;
}

/** A resource as the current fold has it. `version` is the number of the revision that last changed it. */
export interface StoredResource {
  kind: ResourceKind;
  key: string;
  version: number;
  body: unknown;
}

export interface RevisionDraft {
  environment: string;
  number: number;
  at: string;
  author: Author;
  kind: Revision['kind'];
  reason: string;
  changes: { kind: ResourceKind; key: string; after: unknown }[];
  previousHash: string;
  hash: string;
}

/** The end of a chain with its signature; `configuration/signedHead.ts` makes and checks it. */
export interface SignedHead {
  environment: string;
  number: number;
  hash: string;
  signature: string;
}

export type HeadSigner = (head: Omit<SignedHead, 'signature'>) => SignedHead;

export interface ResourceReference {
  kind: ResourceKind;
  key: string;
}

export interface ConfigurationStore {
  /**
   * Appends one revision and applies it to the fold, in one transaction, if the log still ends at
   * `draft.number - 1` with `draft.previousHash`. Answers false, changing nothing, when it does not. A pending change
   * that this revision applies is closed in the same transaction, and what it says of a collection is carried out.
   * @throws KnowngoodError CONFLICT, changing nothing, where the pending change is not at `closing.expectedVersion`, or
   * where something that the act on a collection needs does not hold.
   */
  commitRevision(draft: RevisionDraft, closing?: ClosingChange, act?: CollectionAct): Promise<boolean>;
  /** Every chain that has a revision. */
  chains(): Promise<string[]>;
  /** A number that changes whenever another process, or another thread, has written. */
  writesElsewhere(): Promise<number>;
  /**
   * From now on every revision, of every chain, moves its chain's signed head along in the same transaction, unless
   * it does not follow from the one that was signed: then the old one stays, as evidence.
   */
  signWith(sign: HeadSigner): void;
  /** The signed head that is kept beside the chain. */
  signedHead(environment: string): Promise<SignedHead | null>;
  /** Keeps a signed head, whatever was there. */
  keepSignedHead(head: SignedHead): Promise<void>;
  /** The end of the log; number 0 and an empty hash before the first revision. */
  head(environment: string): Promise<{ number: number; hash: string }>;
  /** The head and the fold as of one instant. */
  load(environment: string): Promise<{ head: { number: number; hash: string }; resources: StoredResource[] }>;
  /** The resources as of a revision, folded from the log alone. */
  foldAt(environment: string, number: number): Promise<StoredResource[]>;
  /** Newest first. */
  revisions(query: {
    environment: string;
    before?: number;
    limit: number;
    resource?: ResourceReference;
  }): Promise<Revision[]>;
  /** When each of these revisions was made. */
  revisionTimes(environment: string, numbers: readonly number[]): Promise<Map<number, string>>;
  /** Oldest first, from `after` on, for walking the chain. */
  walk(query: { environment: string; after: number; limit: number }): Promise<Revision[]>;
}

/** A pending change with what it becomes, if it is still as somebody saw it. */
export interface ClosingChange {
  change: PendingChange;
  expectedVersion: number;
}

export interface ApprovalStore {
  create(change: PendingChange): Promise<void>;
  find(id: string): Promise<PendingChange | null>;
  /** Newest first. */
  list(query: {
    environment: string;
    states: readonly PendingChange['state'][];
    limit: number;
  }): Promise<PendingChange[]>;
  /** Answers false, changing nothing, where the change is not at the expected version. */
  update(closing: ClosingChange): Promise<boolean>;
}

export interface InferenceQuery {
  environment: string;
  flag?: string;
  outcome?: string;
  before?: number;
  limit: number;
}

/** What the summaries of traffic are made of. */
export interface TrafficRow {
  flag: string;
  at: string;
  assignedVariant: string;
  variant: string;
  outcome: string;
  servedBy: string;
  simulated: boolean;
  userHash: string | null;
  latencyMs: number;
  tokens: number | null;
  costUsd: number | null;
}

/** The calls that one unit answered, and those that it was assigned and did not answer. */
export interface UnitTraffic {
  unit: string;
  answered: number;
  /** Answered by another because this unit, which was assigned, failed or was too slow. */
  fellBack: number;
  /** Milliseconds, of answers; null where there are none. */
  p50Ms: number | null;
  p95Ms: number | null;
  tokens: number;
  /** US dollars; calls of unknown price are not in it. */
  costUsd: number;
  unpricedCalls: number;
  lastAt: string;
}

export interface TelemetryStore {
  /** Appends records, oldest first. */
  recordInferences(records: Inference[]): Promise<void>;
  /** Newest first; `sequence` is the cursor. */
  recentInferences(query: InferenceQuery): Promise<{ sequence: number; inference: Inference }[]>;
  /** Rows since a time, newest kept where there are more than the store's bound. */
  trafficSince(query: { environment: string; since: string; flag?: string }): Promise<TrafficRow[]>;
  /** What each unit's calls came to since a time; the newest 300,000 calls are looked at. */
  trafficByUnit(query: { environment: string; since: string }): Promise<UnitTraffic[]>;
  /** The bucket of each person whom one split decided lately; a rule's split, or everyone else's for null. */
  bucketsSince(query: {
    environment: string;
    flag: string;
    rule: string | null;
    since: string;
  }): Promise<number[]>;
  /** What each flag has cost since a time, in US dollars; calls of unknown price are not in it. */
  spentSince(query: { environment: string; since: string }): Promise<{ flag: string; costUsd: number }[]>;
  /** Deletes records older than a time, and conversations last used before it, a bounded number a call; answers how many went. */
  forgetBefore(at: string): Promise<number>;
}

/** Which unit a conversation stays on. No text of it is stored. */
export interface StoredConversation {
  environment: string;
  flag: string;
  id: string;
  variant: string;
  /** Empty for a conversation that must start over. */
  unit: string;
  turns: number;
  moves: ConversationMove[];
  userHash: string | null;
  createdAt: string;
  lastAt: string;
}

export interface ConversationStore {
  find(key: { environment: string; flag: string; id: string }): Promise<StoredConversation | null>;
  /** Adds or replaces. */
  save(conversations: StoredConversation[]): Promise<void>;
  /** Last used first. */
  recent(query: {
    environment: string;
    flag: string;
    /** Only those that were moved. */
    moved?: boolean;
    limit: number;
  }): Promise<StoredConversation[]>;
}

export interface ServiceKey {
  id: string;
  environment: string;
  name: string;
  scopes: KeyScope[];
  /** The pages that a public key works on; empty for every other key. */
  origins: string[];
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  /** Requests a minute; null for the server's default. */
  ratePerMinute: number | null;
  /** The key that took this one's place; both work until this one expires. */
  replacedBy: string | null;
}

/** What a key waits for that works only once a second person has agreed. Until then it is stored as expired. */
export interface WaitingKey {
  id: string;
  by: Author;
  /** When it will expire once it works. */
  expiresAt: string | null;
  /** The key whose place it will take, and how long that one goes on working then. */
  replaces: { id: string; overlapHours: number } | null;
}

export interface KeyStore {
  /** Adds a key that does not work yet. */
  ask(key: ServiceKey & { hash: string }, waiting: Omit<WaitingKey, 'id'>, by: Act): Promise<void>;
  /** Every key that waits, of all environments. */
  waiting(): Promise<WaitingKey[]>;
  /** Lets a waiting key work, and its predecessor expire. Answers false when it does not wait any more. */
  approve(id: string, by: Act): Promise<boolean>;
  create(key: ServiceKey & { hash: string }, by?: Act): Promise<void>;
  /** Adds the new key and lets the old one expire, in one transaction. Answers false when the old one works no more. */
  rotate(
    old: { id: string; expiresAt: string },
    key: ServiceKey & { hash: string },
    by: Act,
  ): Promise<boolean>;
  /** Answers false when there is no such key that still works. */
  update(id: string, change: { name?: string; ratePerMinute?: number | null }, by: Act): Promise<boolean>;
  /** Remembers when keys were last used. */
  touch(used: readonly { id: string; at: string }[]): Promise<void>;
  /** Keys of archived environments are not found. */
  findByHash(hash: string): Promise<ServiceKey | null>;
  /** Keys of archived environments are not found. */
  findById(id: string): Promise<ServiceKey | null>;
  /** The origins of every key that is neither revoked nor, at this time, expired. */
  origins(at: string): Promise<string[]>;
  /** Does nothing where the key is revoked already. */
  revoke(id: string, at: string, by?: Act): Promise<void>;
  list(environment: string): Promise<ServiceKey[]>;
}

export interface PeopleStore {
  /** The database adapter that the sign-in library works through. */
  authAdapter(): unknown;
  /** Roles by environment; empty for whoever has none. */
  rolesOf(userId: string): Promise<Roles>;
  /**
   * Gives a role, or takes it for null.
   * @throws KnowngoodError CONFLICT for the last admin of everything, NOT_FOUND
   */
  setRole(userId: string, environment: string, role: Role | null, by?: Act): Promise<void>;
  /** The e-mail of the first admin, or null before there is one. */
  firstAdmin(environment: string): Promise<{ id: string; email: string; hasSignedIn: boolean } | null>;
  /** By name. */
  list(): Promise<Person[]>;
  find(userId: string): Promise<Person | null>;
  findByEmail(email: string): Promise<Person | null>;
  rename(userId: string, name: string, by: Act): Promise<void>;
  /** Removes the person with sessions, roles and password. @throws KnowngoodError CONFLICT for the last admin, NOT_FOUND */
  remove(userId: string, by: Act): Promise<void>;
  /** The stored hash; null for a person without a password. */
  passwordHash(userId: string): Promise<string | null>;
  /** Sets the password's hash, and ends every session but the one given. */
  setPassword(userId: string, hash: string, keepSession: string | null, by: Act): Promise<void>;
  /**
   * Takes password and second factor away, and ends every session but the one given: for somebody who has lost them.
   * @throws KnowngoodError NOT_FOUND
   */
  resetAccess(userId: string, keepSession: string | null, by: Act): Promise<void>;
  /** Newest first; only those that have not expired at this time. */
  sessions(userId: string, at: string): Promise<PersonSession[]>;
  /** Ends one session, or all but one. Answers how many. */
  endSessions(userId: string, which: { only: string } | { allBut: string | null }, by: Act): Promise<number>;
  /** Writes into the log how the person stands now, after the sign-in library has changed something. */
  record(userId: string, by: Act): Promise<void>;
}

export interface Person {
  id: string;
  name: string;
  email: string;
  createdAt: string;
  roles: Roles;
  twoFactor: boolean;
  hasPassword: boolean;
  /** Signs in through the identity provider too. */
  singleSignOn: boolean;
  /** When a session was last prolonged or begun; null for nobody signed in. */
  lastSeenAt: string | null;
}

export interface PersonSession {
  id: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  address: string | null;
  browser: string | null;
}

export interface Invitation {
  id: string;
  email: string;
  roles: Roles;
  /** The inviter's name. */
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
  acceptedAt: string | null;
  revokedAt: string | null;
}

export interface InvitationStore {
  create(invitation: Invitation & { tokenHash: string }, by: Act): Promise<void>;
  /** Newest first. */
  list(): Promise<Invitation[]>;
  /** The invitation of a token that is neither accepted, revoked nor, at this time, expired. */
  findOpen(tokenHash: string, at: string): Promise<Invitation | null>;
  /** The newest open invitation of an address. */
  findOpenFor(email: string, at: string): Promise<Invitation | null>;
  /** Answers false when it is not open any more. */
  revoke(id: string, by: Act): Promise<boolean>;
  /**
   * Makes the invited person: account, password and roles, in one transaction. A person whom the sign-in library
   * has just made gets the roles. Answers false, changing nothing, when the invitation is not open any more.
   */
  accept(
    id: string,
    person: { id: string; name: string; passwordHash: string } | { existing: string },
    by: Act,
  ): Promise<boolean>;
}

export interface FactStore {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
}
