import { randomUUID } from 'node:crypto';
import { draftMigration, type Throttle } from '../../shared/migration/migration.ts';
import { type Estimate, estimateBackfill } from '../../shared/migration/progress.ts';
import { countTokens } from '../../shared/retrieval/pieces.ts';
import { KnowngoodError } from '../errors.ts';
import { type By, recordOf } from '../retrieval/commitAct.ts';
import { noteMigration } from '../retrieval/liveVersions.ts';
import { type IndexVersionDraft, prepareVersion } from '../retrieval/prepareVersion.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import type { StoredCollection } from '../store/retrieval.ts';
import { heldOf, logged, type MigrationBody } from './held.ts';

const sampled = 200;

export interface PlanRequest {
  environment: string;
  collection: string;
  version: IndexVersionDraft;
  throttle: Throttle;
}

/** What a migration would take; `usd` is null where the price of the embedder is not known here. */
export interface MigrationEstimate extends Omit<Estimate, 'usd'> {
  documents: number;
  usd: number | null;
}

/** What a backfill of a collection will take at a throttle, from a sample of its documents. Changes nothing. */
export async function estimateMigration(
  retrieval: Retrieval,
  { environment, collection: key, version, throttle }: PlanRequest,
): Promise<MigrationEstimate> {
  const collection = retrieval.directory.find(environment, key);
  const texts = await retrieval.store.texts({ collection: collection.id, after: null, limit: sampled });
  const { documents } = await retrieval.store.manifestSummary(servingIndex(collection).slot);
  const tokens = texts.reduce((sum, { text }) => sum + countTokens(text), 0);
  const isLexical = version.embedder.provider === 'lexical';
  const estimate = estimateBackfill({
    documents,
    meanTokens: texts.length === 0 ? 0 : tokens / texts.length,
    usdPerMillionTokens: 0,
    documentsPerSecond: throttle.documentsPerSecond,
  });
  return { ...estimate, documents, usd: isLexical ? 0 : null };
}

/**
 * Keeps the draft of a migration: nothing is written to any index before it is started.
 * @throws KnowngoodError NOT_FOUND, CONFLICT (it is being migrated, or has this version), INVALID
 */
export async function planMigration(
  retrieval: Retrieval,
  request: PlanRequest,
  by: By,
): Promise<{ id: string; estimate: MigrationEstimate }> {
  const { environment, collection: key, throttle } = request;
  refuseBudget(throttle);
  await retrieval.directory.reload();
  const collection = retrieval.directory.find(environment, key);
  if (recordOf(retrieval, collection).migration !== null || collection.indexes.length > 1)
    throw new KnowngoodError(
      'CONFLICT',
      `"${key}" is being moved to another index version already: finish that migration or cancel it first`,
    );
  const { version, artifacts, dimensions } = await prepareVersion(retrieval, collection, request.version);
  if (collection.indexes.some((index) => index.version === version.id))
    throw new KnowngoodError(
      'CONFLICT',
      `"${key}" has this index version already: there is nothing to migrate`,
    );
  const estimate = await estimateMigration(retrieval, request);
  const id = randomUUID();
  const from = collection.serving as MigrationBody['migration']['from'];
  const body: MigrationBody = {
    migration: draftMigration({
      collection: collection.key,
      from,
      to: version.id,
      epoch: collection.epoch,
      throttle,
    }),
    version: {
      dimensions,
      body: version,
      artifacts: artifacts.map(({ hash, bytes }) => ({
        hash,
        base64: Buffer.from(bytes).toString('base64'),
      })),
    },
    backfill: null,
    lease: null,
    flipBy: null,
    note: '',
  };
  const at = retrieval.now().toISOString();
  const own = { id, environment, collection: collection.id };
  const migration = { ...own, state: 'draft', version: 1, body, createdAt: at, updatedAt: at };
  const record = logged(heldOf(migration).stored);
  await noteMigration(retrieval, { collection, epoch: collection.epoch, migration, record }, by);
  return { id, estimate };
}

/** What embeddings cost is not counted, so a limit on it could not be kept. @throws KnowngoodError INVALID */
export function refuseBudget({ budgetUsd }: Throttle): void {
  if (budgetUsd !== null)
    throw new KnowngoodError(
      'INVALID',
      'A backfill cannot keep to a budget: what embeddings cost is not counted. Leave it out, and limit the documents a second.',
    );
}

const servingIndex = ({ indexes, serving, key }: StoredCollection) => {
  const found = indexes.find(({ version }) => version === serving);
  if (!found) throw new KnowngoodError('CONFLICT', `"${key}" does not keep the index that serves it`);
  return found;
};
