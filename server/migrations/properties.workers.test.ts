import { AsyncLocalStorage } from 'node:async_hooks';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { table } from '../../shared/migration/table.ts';
import { firstDocuments, oneWrite, someWrites, tried } from '../testing/migrationArbitraries.ts';
import { MigrationWorld } from '../testing/migrationWorld.ts';
import { by, environment, key } from '../testing/testRetrieval.ts';
import { decideAct } from './act.ts';
import { holdLease } from './lease.ts';

let world: MigrationWorld;
beforeAll(async () => {
  world = await MigrationWorld.open();
});
afterAll(() => world.close());

const times = (usual: number) => tried(usual, process.env);
const patience = 120_000 * Number(process.env.KG_RUNS ?? 1);
const target = () => ({ environment, id: world.id });
const textsOf = async (version: string) => JSON.stringify([...(await world.ask(version)).texts]);

describe('crashes, queries and slow workers in a migration', () => {
  it(
    '3: a process that ends anywhere is carried on to the same manifests',
    async () => {
      const ends = fc.constantFrom('not', 'decided', 'performed', 'a moment later');
      await fc.assert(
        fc.asyncProperty(
          firstDocuments,
          fc.array(fc.tuple(fc.constantFrom('start', 'cutover', 'reverse'), someWrites, ends, fc.nat(20)), {
            minLength: 2,
            maxLength: 4,
          }),
          async (before, plan) => {
            const course = async (isInterrupted: boolean) => {
              await world.startOver(before);
              for (const [kind, writes, end, ms] of plan) {
                for (const write of writes) await world.write([write]);
                const isTaken = table[await world.stage()][kind as 'start'] !== undefined;
                if (isTaken && isInterrupted && end !== 'not') {
                  const request = world.request(kind as 'start');
                  if (end === 'decided') await decideAct(world.retrieval, target(), request, by);
                  else await world.act(request);
                  if (end === 'a moment later') await new Promise((resolve) => setTimeout(resolve, ms));
                  await world.reopen();
                  expect(world.wrong()).toEqual([]);
                } else if (isTaken) await world.act(kind as 'start');
                await world.ready();
              }
              await world.settled();
              expect(world.wrong()).toEqual([]);
              const { stage, serving, cutovers } = (await world.held()).body.migration;
              return { manifests: world.manifests(), stage, serving, cutovers };
            };
            expect(await course(true)).toEqual(await course(false));
          },
        ),
        times(4),
      );
    },
    patience,
  );

  it(
    '6: one query is done by the embedder and the index of one version, whatever the pointer does',
    async () => {
      const asked = new AsyncLocalStorage<string[]>();
      await fc.assert(
        fc.asyncProperty(
          firstDocuments,
          fc.array(fc.constantFrom('canary', 'flip'), { minLength: 3, maxLength: 8 }),
          async (before, moves) => {
            await world.startOver(before);
            await world.ready();
            const { retrieval } = world;
            const { store } = retrieval;
            const { embedQuery } = retrieval.indexers;
            const versionOf = new Map(world.collection.indexes.map(({ slot, version }) => [slot, version]));
            retrieval.indexers.embedQuery = (version, ...rest) => {
              asked.getStore()?.push(version);
              return embedQuery(version, ...rest);
            };
            retrieval.store = {
              ...store,
              search(query) {
                asked.getStore()?.push(versionOf.get(query.slot) ?? '');
                return store.search(query);
              },
            };
            const expected = new Map<string, string>();
            for (const version of versionOf.values()) expected.set(version, await textsOf(version));
            let isMoving = true;
            let answers = 0;
            const lanes = ['ada', 'bea', 'cy'].map(async (person) => {
              while (isMoving) {
                const used: string[] = [];
                const answer = await asked.run(used, () => world.ask(undefined, `${person} ${answers++}`));
                expect(used).toEqual([answer.version, answer.version]);
                expect(answer.isMixed).toBe(false);
                expect(JSON.stringify([...answer.texts])).toBe(expected.get(answer.version));
              }
            });
            try {
              for (const move of moves) {
                const stage = await world.stage();
                if (move === 'canary' && table[stage].canary) await world.act('canary');
                else if (move === 'flip') await world.act(stage === 'serving-new' ? 'reverse' : 'cutover');
                await world.ask();
              }
            } finally {
              isMoving = false;
              await Promise.all(lanes);
              retrieval.store = store;
              retrieval.indexers.embedQuery = embedQuery;
            }
            expect(answers).toBeGreaterThan(0);
          },
        ),
        times(4),
      );
    },
    patience,
  );

  it(
    '7: a worker that was fenced cannot write, neither documents nor its checkpoint',
    async () => {
      await fc.assert(
        fc.asyncProperty(firstDocuments, oneWrite, fc.boolean(), async (before, late, isReversed) => {
          await world.startOver(before);
          await world.act('start');
          await world.settled();
          const { workerEpoch } = (await world.held()).body.migration;
          const lease = { id: world.id, holder: 'slow', workerEpoch, leaseMs: 300 };
          await world.act('backfill');
          await world.ready();
          await world.act('cutover');
          if (isReversed) await world.act('reverse');
          // Nobody applies: a worker has taken a write, and sleeps while the collection moves on.
          await world.stopApplying();
          await world.write([{ ...late, text: 'word of a late write' }]);
          const { epoch, indexes } = world.collection;
          const taken = await world.allDocuments();
          await world.act(isReversed ? 'retire' : { kind: 'reverse', epochSeen: epoch, confirmation: key });
          expect(world.collection.epoch).toBe(epoch + 1);
          await world.migrations.controller.close();
          const unchanged = world.fingerprint();
          for (const index of indexes)
            expect(await world.apply(index, taken, epoch)).toEqual(taken.map(() => 'fenced'));
          expect(await holdLease(world.retrieval, lease, { note: 'from the grave' })).toBeNull();
          expect(world.fingerprint()).toBe(unchanged);
          // Whoever takes it now may write.
          for (const index of world.collection.indexes)
            expect(await world.apply(index, taken)).toContain('applied');
        }),
        times(4),
      );
    },
    patience,
  );
});
