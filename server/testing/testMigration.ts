import type { Stage, Throttle } from '../../shared/migration/migration.ts';
import type { ActRequest } from '../migrations/act.ts';
import { heldOf } from '../migrations/held.ts';
import { act, type Migrations, openMigrations } from '../migrations/migrations.ts';
import { planMigration } from '../migrations/plan.ts';
import { IndexVersionDraft } from '../retrieval/prepareVersion.ts';
import { by, environment, key, lexicalB, openTestRetrieval, type TestRetrieval } from './testRetrieval.ts';

export const second = { author: { kind: 'person' as const, id: 'bea', name: 'Bea' }, reason: 'test' };
export const unthrottled: Throttle = { documentsPerSecond: 100_000, batchesInFlight: 4, budgetUsd: null };

/** A collection with a controller beside it. */
export interface TestMigration {
  library: TestRetrieval;
  migrations: Migrations;
  plan(version?: Parameters<typeof IndexVersionDraft.parse>[0], throttle?: Throttle): Promise<string>;
  act(id: string, request: ActRequest, who?: typeof second): ReturnType<typeof act>;
  held(id: string): Promise<ReturnType<typeof heldOf>>;
  /** Waits until a migration has come to one of these stages. */
  until(id: string, ...stages: Stage[]): Promise<void>;
  /** As if the process had died: another controller takes over. */
  restart(): Promise<void>;
  /** Through start, backfill, verdict and a second person's approval. */
  ready(): Promise<string>;
  cutover(id: string): ReturnType<typeof act>;
  reverse(id: string): ReturnType<typeof act>;
  close(): Promise<void>;
}

export async function openTestMigration(
  options: Parameters<typeof openTestRetrieval>[0] = {},
): Promise<TestMigration> {
  const library = await openTestRetrieval(options);
  const { retrieval } = library;
  const test: TestMigration = {
    library,
    migrations: openMigrations(retrieval),
    async plan(version = lexicalB, throttle = unthrottled) {
      const draft = IndexVersionDraft.parse(version);
      const request = { environment, collection: key, version: draft, throttle };
      return (await planMigration(retrieval, request, by)).id;
    },
    act: (id, request, who) => act(test.migrations, { environment, id }, request, who ?? by),
    async held(id) {
      const stored = await retrieval.store.migrations.find(id);
      if (!stored) throw new Error(`There is no migration ${id}`);
      return heldOf(stored);
    },
    async until(id, ...stages) {
      const deadline = performance.now() + 20_000;
      while (true) {
        const { migration, note } = (await test.held(id)).body;
        if (stages.includes(migration.stage) && !migration.gateRunning) return;
        if (performance.now() > deadline)
          throw new Error(`It is ${migration.stage}: ${note} ${migration.gate?.words ?? ''}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async restart() {
      await test.migrations.controller.close();
      test.migrations = openMigrations(retrieval);
      test.migrations.controller.start();
    },
    async ready() {
      const id = await test.plan();
      await test.act(id, { kind: 'start' });
      await test.until(id, 'verifying');
      await test.act(id, { kind: 'approve' }, second);
      return id;
    },
    cutover: (id) =>
      test.act(id, { kind: 'cutover', epochSeen: library.collection().epoch, confirmation: key, waived: [] }),
    reverse: (id) =>
      test.act(id, { kind: 'reverse', epochSeen: library.collection().epoch, confirmation: null }),
    async close() {
      await test.migrations.controller.close();
      await library.close();
    },
  };
  test.migrations.controller.start();
  return test;
}
