import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { z } from 'zod';
import { installationSecret } from '../../server/auth/secret.ts';
import { createLimiters } from '../../server/calls/limiter.ts';
import { openConfiguration } from '../../server/configuration/configuration.ts';
import { headSigner } from '../../server/configuration/signedHead.ts';
import type { ActRequest } from '../../server/migrations/act.ts';
import { type GoldenQueries, keepGoldenSet } from '../../server/migrations/goldenSet.ts';
import { heldOf } from '../../server/migrations/held.ts';
import { act, openMigrations } from '../../server/migrations/migrations.ts';
import { planMigration } from '../../server/migrations/plan.ts';
import type { Provider } from '../../server/providers/provider.ts';
import { createCollection } from '../../server/retrieval/createCollection.ts';
import { upsertDocuments } from '../../server/retrieval/ingest.ts';
import { drained } from '../../server/retrieval/liveVersions.ts';
import { IndexVersionDraft } from '../../server/retrieval/prepareVersion.ts';
import { openRetrieval, type Retrieval } from '../../server/retrieval/retrieval.ts';
import { search } from '../../server/retrieval/search.ts';
import type { StoredCollection } from '../../server/store/retrieval.ts';
import { openSqliteStore } from '../../server/store/sqlite/openStore.ts';
import { GateVerdict, type Stage, type Throttle } from '../../shared/migration/migration.ts';
import { mostDocuments, NewDocument } from '../../shared/model/document.ts';

export const environment = 'production';
/** As the admin app plans a migration where nobody sets another throttle. */
export const usualThrottle: Throttle = { documentsPerSecond: 200, batchesInFlight: 2, budgetUsd: null };
export const unthrottled: Throttle = { documentsPerSecond: 100_000, batchesInFlight: 4, budgetUsd: null };

const by = { author: { kind: 'person' as const, id: 'bench', name: 'Benchmark' }, reason: 'Benchmark' };
const stageMs = 600_000;
const lookMs = 10;
/** In which work that has been stopped ends. */
const restMs = 500;
const mostVerdicts = 5;

const Checks = z.array(z.object({ check: z.string(), passed: z.boolean() }));
const Bounds = z.object({ lower: z.number().nullable() });

/** What a benchmark reads of the report that the product keeps of a verdict. */
export const JudgedReport = z.object({
  verdict: GateVerdict,
  words: z.string(),
  hard: Checks,
  operational: Checks,
  statistical: z.object({ verdict: z.string(), ndcg10: Bounds, recall100: Bounds }),
  advisory: z.object({ overlap10: z.number().nullable() }),
});
export type JudgedReport = z.infer<typeof JudgedReport>;

export type Draft = Parameters<typeof IndexVersionDraft.parse>[0];
export interface BenchDocument {
  id: string;
  title?: string;
  text: string;
}

/** The product's retrieval and migrations over a database file, without the server around them. */
export interface Library {
  file: string;
  retrieval: Retrieval;
  create(key: string, version: Draft): Promise<StoredCollection>;
  collection(key: string): StoredCollection;
  /** Ingests in batches of the largest size. */
  ingest(key: string, documents: readonly BenchDocument[]): Promise<void>;
  /** Waits until nothing waits for any index of a collection. */
  settled(key: string): Promise<void>;
  find(key: string, query: string, options?: { k?: number; version?: string }): ReturnType<typeof search>;
  judge(key: string, golden: GoldenQueries): Promise<void>;
  plan(key: string, version: Draft, throttle: Throttle): Promise<string>;
  act(id: string, request: ActRequest): ReturnType<typeof act>;
  held(id: string): Promise<ReturnType<typeof heldOf>['body']>;
  /** Waits until a migration has come to one of these stages and no verdict is under way. */
  until(id: string, ...stages: Stage[]): Promise<void>;
  /**
   * Waits for the verdict of a migration that has been started. Where nothing but the time that searches take speaks against
   * the new index, it is asked for again, as somebody would whose machine was busy with something else.
   */
  verdict(id: string): Promise<JudgedReport>;
  /** Cancels a migration, and takes its index away at once: what is left of it would go while other things are measured. */
  cancel(id: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens or makes the database of a data folder. */
export async function openLibrary(folder: string, providers: readonly Provider[] = []): Promise<Library> {
  const file = path.join(folder, 'knowngood.db');
  const store = openSqliteStore(file);
  await store.environments.create({
    key: environment,
    name: 'Production',
    createdAt: new Date().toISOString(),
  });
  const sign = headSigner(await installationSecret(folder, null));
  const configuration = await openConfiguration(store, () => new Date(), sign);
  const retrieval = await openRetrieval(configuration, {
    providers: new Map(providers.map((provider) => [provider.name, provider])),
    limiters: createLimiters(),
    log: pino({ level: 'error' }),
  });
  // Looks at what is outstanding more often than the server does, so that waiting for it is no part of a figure.
  const migrations = openMigrations(retrieval, { everyMs: 50, leaseMs: 10_000 });
  retrieval.start();
  migrations.controller.start();
  const library: Library = {
    file,
    retrieval,
    create: (key, version) => {
      const draft = IndexVersionDraft.parse(version);
      return createCollection(
        retrieval,
        { environment, key, name: key, description: '', version: draft },
        by,
      );
    },
    collection: (key) => retrieval.directory.find(environment, key),
    async ingest(key, documents) {
      for (let at = 0; at < documents.length; at += mostDocuments)
        await upsertDocuments(retrieval, {
          environment,
          collection: key,
          documents: documents.slice(at, at + mostDocuments).map((one) => NewDocument.parse(one)),
        });
    },
    async settled(key) {
      for (const { slot } of library.collection(key).indexes)
        if (!(await drained(retrieval, slot, stageMs))) throw new Error('Writes still wait');
    },
    find: (key, query, { k = 10, version } = {}) =>
      search(retrieval, {
        environment,
        collection: key,
        query,
        k,
        ...(version === undefined ? {} : { version }),
        signal: AbortSignal.timeout(10_000),
      }),
    async judge(key, queries) {
      await keepGoldenSet(retrieval, { environment, collection: key, name: 'Judged', queries });
    },
    async plan(key, version, throttle) {
      const draft = IndexVersionDraft.parse(version);
      return (await planMigration(retrieval, { environment, collection: key, version: draft, throttle }, by))
        .id;
    },
    act: (id, request) => act(migrations, { environment, id }, request, by),
    async held(id) {
      const stored = await store.retrieval.migrations.find(id);
      if (!stored) throw new Error(`There is no migration ${id}`);
      return heldOf(stored).body;
    },
    async until(id, ...stages) {
      const deadline = performance.now() + stageMs;
      while (true) {
        const { migration, note } = await library.held(id);
        if (stages.includes(migration.stage) && !migration.gateRunning) return;
        if (performance.now() > deadline) throw new Error(`It is ${migration.stage}: ${note}`);
        await pause(lookMs);
      }
    },
    async verdict(id) {
      for (let asked = 1; ; asked++) {
        await library.until(id, 'verifying', 'ready');
        const [kept] = await store.retrieval.migrations.reports(id, 1);
        const report = JudgedReport.parse(kept?.body);
        if (asked === mostVerdicts || !onlyTime(report)) return report;
        console.log(`  judged again, for the time alone: ${report.words}`);
        await library.act(id, { kind: 'verify' });
      }
    },
    async cancel(id) {
      await library.act(id, { kind: 'cancel' });
      await library.until(id, 'cancelled');
      await pause(restMs);
      while ((await retrieval.store.removeStep({ before: Date.now(), limit: 500 })) > 0);
    },
    async close() {
      await migrations.controller.close();
      await retrieval.close();
      await store.close();
    },
  };
  return library;
}

const onlyTime = ({ verdict, hard, operational, statistical }: JudgedReport): boolean =>
  verdict === 'fail' &&
  statistical.verdict === 'pass' &&
  [...hard, ...operational].every(({ check, passed }) => passed || check === 'latency');
