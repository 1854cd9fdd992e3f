import type { Environment, KeyScope, Role } from '../../shared/model/environment.ts';
import type { Inference } from '../../shared/model/inference.ts';
import type { ResourceKind } from '../../shared/model/resource.ts';
import type { Author, Revision } from '../../shared/model/revision.ts';

/**
 * The store seam: named atomic operations, grouped by concern. No transaction handle crosses it, so that
 * SQLite may run each operation as one synchronous transaction and PostgreSQL as one of its own.
 */
export interface Store {
  environments: EnvironmentStore;
  configuration: ConfigurationStore;
  telemetry: TelemetryStore;
  keys: KeyStore;
  people: PeopleStore;
  facts: FactStore;
  /** True when the database answers. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

export interface EnvironmentStore {
  list(): Promise<Environment[]>;
  /** Does nothing where the environment exists. */
  create(environment: Environment): Promise<void>;
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

export interface ResourceReference {
  kind: ResourceKind;
  key: string;
}

export interface ConfigurationStore {
  /**
   * Appends one revision and applies it to the fold, in one transaction, if the log still ends at
   * `draft.number - 1` with `draft.previousHash`. Answers false, changing nothing, when it does not.
   */
  commitRevision(draft: RevisionDraft): Promise<boolean>;
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

export interface TelemetryStore {
  /** Appends records, oldest first. */
  recordInferences(records: Inference[]): Promise<void>;
  /** Newest first; `sequence` is the cursor. */
  recentInferences(query: InferenceQuery): Promise<{ sequence: number; inference: Inference }[]>;
  /** Rows since a time, newest kept where there are more than the store's bound. */
  trafficSince(query: { environment: string; since: string; flag?: string }): Promise<TrafficRow[]>;
  /** The bucket of each person whom one split decided lately; a rule's split, or everyone else's for null. */
  bucketsSince(query: {
    environment: string;
    flag: string;
    rule: string | null;
    since: string;
  }): Promise<number[]>;
  /** Deletes records older than a time, a bounded number a call; answers how many went. */
  forgetBefore(at: string): Promise<number>;
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
}

export interface KeyStore {
  create(key: ServiceKey & { hash: string }): Promise<void>;
  findByHash(hash: string): Promise<ServiceKey | null>;
  findById(id: string): Promise<ServiceKey | null>;
  /** The origins of every key that is neither revoked nor, at this time, expired. */
  origins(at: string): Promise<string[]>;
  /** Does nothing where the key is revoked already. */
  revoke(id: string, at: string): Promise<void>;
  list(environment: string): Promise<ServiceKey[]>;
}

export interface PeopleStore {
  /** The database adapter that the sign-in library works through. */
  authAdapter(): unknown;
  roleOf(userId: string, environment: string): Promise<Role | null>;
  setRole(userId: string, environment: string, role: Role): Promise<void>;
  /** The e-mail of the first admin, or null before there is one. */
  firstAdmin(environment: string): Promise<{ id: string; email: string; hasSignedIn: boolean } | null>;
}

export interface FactStore {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
}
