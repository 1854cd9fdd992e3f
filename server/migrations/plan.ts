import { randomUUID } from 'node:crypto';
import { draftMigration, type Throttle } from '../../shared/migration/migration.ts';
import { KnowngoodError } from '../errors.ts';
import { type By, recordOf } from '../retrieval/commitAct.ts';
import { noteMigration } from '../retrieval/liveVersions.ts';
import { prepareVersion } from '../retrieval/prepareVersion.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import type { StoredCollection } from '../store/retrieval.ts';
import { estimateMigration, type PlanRequest } from './estimate.ts';
import { heldOf, logged, type MigrationBody, type MigrationEstimate } from './held.ts';

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
  refuseBudget(retrieval, request.version.embedder, throttle);
  await retrieval.directory.reload();
  const collection = retrieval.directory.find(environment, key);
  refuseSecond(retrieval, collection);
  const { version, artifacts, dimensions } = await prepareVersion(retrieval, collection, request.version);
  refuseSame(collection, version.id);
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
    estimate,
    spent: { documents: 0, tokens: 0, usd: 0 },
    figures: null,
    stages: [],
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

/** The dry run of a plan. Changes nothing. @throws KnowngoodError as `planMigration` */
export async function tryPlan(retrieval: Retrieval, request: PlanRequest): Promise<MigrationEstimate> {
  refuseBudget(retrieval, request.version.embedder, request.throttle);
  await retrieval.directory.reload();
  const collection = retrieval.directory.find(request.environment, request.collection);
  refuseSecond(retrieval, collection);
  const { specification } = await retrieval.indexers.version(collection.serving);
  // To name a version all words of the collection may have to be counted: only where it may be the one that serves.
  if (specification.embedder.model === request.version.embedder.model)
    refuseSame(collection, (await prepareVersion(retrieval, collection, request.version)).id);
  return estimateMigration(retrieval, request);
}

function refuseSecond(retrieval: Retrieval, collection: StoredCollection): void {
  if (recordOf(retrieval, collection).migration === null && collection.indexes.length === 1) return;
  throw new KnowngoodError(
    'CONFLICT',
    `"${collection.key}" is being moved to another index version already: finish that migration or cancel it first`,
  );
}

function refuseSame({ key, indexes }: StoredCollection, version: string): void {
  if (!indexes.some((index) => index.version === version)) return;
  throw new KnowngoodError(
    'CONFLICT',
    `"${key}" has this index version already: there is nothing to migrate`,
  );
}

/** A budget cannot be kept where nobody knows the price. @throws KnowngoodError INVALID */
export function refuseBudget(
  { indexers }: Retrieval,
  embedder: { provider: string; model: string },
  { budgetUsd }: Throttle,
): void {
  const { provider, model } = embedder;
  const tokens = { input: 1_000, output: 0, cachedInput: 0, reasoning: 0 };
  if (budgetUsd === null || indexers.costOf(embedder, tokens) !== null) return;
  const message = `What ${provider}/${model} costs is not known here, so a budget could not be kept. Name its price in the providers file (prices), or leave the budget out and limit the documents a second.`;
  throw new KnowngoodError('INVALID', message, { issues: [{ path: 'throttle.budgetUsd', message }] });
}
