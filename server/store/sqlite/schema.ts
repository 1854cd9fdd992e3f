import { sql } from 'drizzle-orm';
import {
  blob,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

/** Times of ours are ISO 8601 text in UTC; better-auth's own tables keep its millisecond integers. */
const at = (name: string) => text(name).notNull();
const authTime = (name: string) => integer(name, { mode: 'timestamp_ms' });

export const environments = sqliteTable('environments', {
  key: text('key').primaryKey(),
  name: text('name').notNull(),
  createdAt: at('created_at'),
  archivedAt: text('archived_at'),
});

/** The configuration log, one hash chain per environment. Rows are only ever added. */
export const revisions = sqliteTable(
  'revisions',
  {
    environment: text('environment').notNull(),
    number: integer('number').notNull(),
    at: at('at'),
    author: text('author').notNull(),
    kind: text('kind').notNull(),
    reason: text('reason').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.environment, table.number] })],
);

/** What each revision made of each resource it touched. `after` null is a deletion. */
export const revisionChanges = sqliteTable(
  'revision_changes',
  {
    environment: text('environment').notNull(),
    number: integer('number').notNull(),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    after: text('after'),
  },
  (table) => [
    primaryKey({ columns: [table.environment, table.number, table.kind, table.key] }),
    index('revision_changes_by_resource').on(table.environment, table.kind, table.key, table.number),
  ],
);

/** The current fold of the log. `version` is the revision that last changed the resource. */
export const resources = sqliteTable(
  'resources',
  {
    environment: text('environment').notNull(),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    version: integer('version').notNull(),
    body: text('body').notNull(),
  },
  (table) => [primaryKey({ columns: [table.environment, table.kind, table.key] })],
);

/** One row per call. No text of inputs or outputs; the user only as a keyed hash. */
export const inferences = sqliteTable(
  'inferences',
  {
    sequence: integer('sequence').primaryKey({ autoIncrement: true }),
    id: text('id').notNull(),
    environment: text('environment').notNull(),
    flag: text('flag').notNull(),
    at: at('at'),
    assignedVariant: text('assigned_variant').notNull(),
    variant: text('variant').notNull(),
    outcome: text('outcome').notNull(),
    servedBy: text('served_by').notNull(),
    simulated: integer('simulated').notNull(),
    userHash: text('user_hash'),
    latencyMs: real('latency_ms').notNull(),
    tokens: integer('tokens'),
    costUsd: real('cost_usd'),
    /** The whole record as JSON; the columns beside it are what queries filter and sum by. */
    record: text('record').notNull(),
  },
  (table) => [
    index('inferences_by_flag').on(table.environment, table.flag, table.sequence),
    index('inferences_by_time').on(table.environment, table.at),
  ],
);

/** Service keys. The key itself is never stored. */
export const serviceKeys = sqliteTable('service_keys', {
  id: text('id').primaryKey(),
  environment: text('environment').notNull(),
  name: text('name').notNull(),
  hash: text('hash').notNull().unique(),
  scopes: text('scopes').notNull(),
  /** A JSON list. */
  origins: text('origins').notNull().default('[]'),
  createdAt: at('created_at'),
  expiresAt: text('expires_at'),
  revokedAt: text('revoked_at'),
  lastUsedAt: text('last_used_at'),
  /** Requests a minute; null for the server's default. */
  ratePerMinute: integer('rate_per_minute'),
  /** The key that took this one's place; both work until this one expires. */
  replacedBy: text('replaced_by'),
});

export const memberships = sqliteTable(
  'memberships',
  {
    userId: text('user_id').notNull(),
    environment: text('environment').notNull(),
    role: text('role').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.environment] })],
);

/** An invitation to join. The link's token is never stored, only its hash. */
export const invitations = sqliteTable('invitations', {
  id: text('id').primaryKey(),
  email: text('email').notNull(),
  /** A JSON object: a role per environment. */
  roles: text('roles').notNull(),
  tokenHash: text('token_hash').notNull().unique(),
  invitedBy: text('invited_by').notNull(),
  createdAt: at('created_at'),
  expiresAt: at('expires_at'),
  acceptedAt: text('accepted_at'),
  revokedAt: text('revoked_at'),
});

/** Changes that wait for a second person. The body is one JSON document; the columns are what queries filter by. */
export const pendingChanges = sqliteTable(
  'pending_changes',
  {
    id: text('id').primaryKey(),
    environment: text('environment').notNull(),
    state: text('state').notNull(),
    /** Grows with every edit and every approval, so that nobody approves what they have not seen. */
    version: integer('version').notNull(),
    body: text('body').notNull(),
    createdAt: at('created_at'),
    updatedAt: at('updated_at'),
  },
  (table) => [index('pending_changes_by_state').on(table.environment, table.state)],
);

/** Which unit each conversation stays on. The caller keeps the turns; no text is stored. */
export const conversations = sqliteTable(
  'conversations',
  {
    environment: text('environment').notNull(),
    flag: text('flag').notNull(),
    id: text('id').notNull(),
    variant: text('variant').notNull(),
    unit: text('unit').notNull(),
    turns: integer('turns').notNull(),
    /** A JSON list of forced moves, oldest first: from, to, why, when. */
    moves: text('moves').notNull().default('[]'),
    userHash: text('user_hash'),
    createdAt: at('created_at'),
    lastAt: at('last_at'),
  },
  (table) => [
    primaryKey({ columns: [table.environment, table.flag, table.id] }),
    index('conversations_by_time').on(table.lastAt),
  ],
);

/** Small facts that the server itself must remember, such as which demo it has seeded. */
export const facts = sqliteTable('facts', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});

export const user = sqliteTable('user', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: integer('email_verified', { mode: 'boolean' }).notNull(),
  image: text('image'),
  twoFactorEnabled: integer('two_factor_enabled', { mode: 'boolean' }),
  createdAt: authTime('created_at').notNull(),
  updatedAt: authTime('updated_at').notNull(),
});

export const session = sqliteTable('session', {
  id: text('id').primaryKey(),
  expiresAt: authTime('expires_at').notNull(),
  token: text('token').notNull().unique(),
  createdAt: authTime('created_at').notNull(),
  updatedAt: authTime('updated_at').notNull(),
  ipAddress: text('ip_address'),
  userAgent: text('user_agent'),
  userId: text('user_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' }),
});

export const account = sqliteTable('account', {
  id: text('id').primaryKey(),
  accountId: text('account_id').notNull(),
  providerId: text('provider_id').notNull(),
  userId: text('user_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' }),
  accessToken: text('access_token'),
  refreshToken: text('refresh_token'),
  idToken: text('id_token'),
  accessTokenExpiresAt: authTime('access_token_expires_at'),
  refreshTokenExpiresAt: authTime('refresh_token_expires_at'),
  scope: text('scope'),
  password: text('password'),
  createdAt: authTime('created_at').notNull(),
  updatedAt: authTime('updated_at').notNull(),
});

export const verification = sqliteTable('verification', {
  id: text('id').primaryKey(),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: authTime('expires_at').notNull(),
  createdAt: authTime('created_at'),
  updatedAt: authTime('updated_at'),
});

export const twoFactor = sqliteTable('two_factor', {
  id: text('id').primaryKey(),
  secret: text('secret').notNull(),
  backupCodes: text('backup_codes').notNull(),
  verified: integer('verified', { mode: 'boolean' }),
  failedVerificationCount: integer('failed_verification_count'),
  lockedUntil: authTime('locked_until'),
  userId: text('user_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' }),
});

/** Sets of documents to retrieve from. The key never changes; whoever makes a deleted one anew gets another id. */
export const collections = sqliteTable(
  'collections',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    environment: text('environment').notNull(),
    key: text('key').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    /** live or deleting. */
    state: text('state').notNull(),
    /** The index version that answers queries. */
    serving: text('serving').notNull(),
    /** Grows with every change of the pointer; whoever works with an older one may not write. */
    epoch: integer('epoch').notNull(),
    /** The last sequence number that a write was given. */
    seq: integer('seq').notNull(),
    /** Writes are not acknowledged before this time, in Unix milliseconds; null for an open fence. */
    fencedUntil: integer('fenced_until'),
    /** Who closed the fence. */
    fence: text('fence'),
    createdAt: at('created_at'),
    deletedAt: text('deleted_at'),
  },
  (table) => [
    uniqueIndex('collections_by_key').on(table.environment, table.key).where(sql`${table.state} = 'live'`),
  ],
);

/** Index versions are immutable, and named by the hash of what they are. */
export const indexVersions = sqliteTable('index_versions', {
  id: text('id').primaryKey(),
  body: text('body').notNull(),
  createdAt: at('created_at'),
});

/** What index versions name by its hash because it is too long to stand in them, such as a frozen idf table. */
export const indexArtifacts = sqliteTable('index_artifacts', {
  hash: text('hash').primaryKey(),
  bytes: blob('bytes', { mode: 'buffer' }).notNull(),
});

/** The index versions that a collection keeps. Its chunks are in a table of their own, `chunks_<slot>`. */
export const collectionIndexes = sqliteTable(
  'collection_indexes',
  {
    slot: integer('slot').primaryKey({ autoIncrement: true }),
    collection: integer('collection').notNull(),
    version: text('version').notNull(),
    /** live or removing. */
    state: text('state').notNull(),
    /** Grows with every document that is applied. */
    watermark: integer('watermark').notNull(),
    chunks: integer('chunks').notNull(),
    dimensions: integer('dimensions').notNull(),
    addedAt: at('added_at'),
    /** Unix milliseconds. */
    removedAt: integer('removed_at'),
  },
  (table) => [
    uniqueIndex('collection_indexes_by_version')
      .on(table.collection, table.version)
      .where(sql`${table.state} = 'live'`),
  ],
);

/** The newest content of each document. A tombstone stays, so that nothing can bring the document back. */
export const documents = sqliteTable(
  'documents',
  {
    collection: integer('collection').notNull(),
    id: text('id').notNull(),
    seq: integer('seq').notNull(),
    hash: text('hash').notNull(),
    deleted: integer('deleted').notNull(),
    /** JSON: title, text, metadata; null for a tombstone. */
    body: text('body'),
    bytes: integer('bytes').notNull(),
    updatedAt: at('updated_at'),
  },
  (table) => [primaryKey({ columns: [table.collection, table.id] })],
);

/** What is still to be applied to each index: one row per document, of its newest write. */
export const outbox = sqliteTable(
  'outbox',
  {
    slot: integer('slot').notNull(),
    document: text('document').notNull(),
    seq: integer('seq').notNull(),
    /** waiting or dead. */
    state: text('state').notNull(),
    attempts: integer('attempts').notNull(),
    /** Unix milliseconds. */
    nextAt: integer('next_at').notNull(),
    error: text('error'),
    failedAt: text('failed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.slot, table.document] }),
    index('outbox_by_time').on(table.slot, table.state, table.nextAt),
  ],
);

/** What each index holds of each document. */
export const manifests = sqliteTable(
  'manifests',
  {
    slot: integer('slot').notNull(),
    document: text('document').notNull(),
    seq: integer('seq').notNull(),
    hash: text('hash').notNull(),
    deleted: integer('deleted').notNull(),
    chunks: integer('chunks').notNull(),
    /** The index's watermark when this was applied. */
    change: integer('change').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.slot, table.document] }),
    index('manifests_by_change').on(table.slot, table.change),
  ],
);

/** Moves of collections from one index version to another. The body is one JSON document. */
export const indexMigrations = sqliteTable(
  'index_migrations',
  {
    id: text('id').primaryKey(),
    environment: text('environment').notNull(),
    collection: integer('collection').notNull(),
    state: text('state').notNull(),
    /** Grows with every change, for conditional updates. */
    version: integer('version').notNull(),
    body: text('body').notNull(),
    createdAt: at('created_at'),
    updatedAt: at('updated_at'),
  },
  (table) => [index('index_migrations_by_collection').on(table.collection, table.createdAt)],
);

/** Reports of a migration's gate, oldest first. */
export const gateReports = sqliteTable(
  'gate_reports',
  {
    number: integer('number').primaryKey({ autoIncrement: true }),
    migration: text('migration').notNull(),
    at: at('at'),
    body: text('body').notNull(),
  },
  (table) => [index('gate_reports_by_migration').on(table.migration, table.number)],
);

/** Queries with judged documents, to compare index versions by. */
export const goldenSets = sqliteTable(
  'golden_sets',
  {
    id: text('id').primaryKey(),
    collection: integer('collection').notNull(),
    name: text('name').notNull(),
    hash: text('hash').notNull(),
    body: text('body').notNull(),
    createdAt: at('created_at'),
  },
  (table) => [index('golden_sets_by_collection').on(table.collection, table.createdAt)],
);
