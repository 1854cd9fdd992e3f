import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PendingDocument } from '../store/retrieval.ts';
import { firstDocuments, oneWrite, someWrites, tried } from '../testing/migrationArbitraries.ts';
import { MigrationWorld, type WantedWrite } from '../testing/migrationWorld.ts';

let world: MigrationWorld;
beforeAll(async () => {
  world = await MigrationWorld.open();
});
afterAll(() => world.close());

const times = (usual: number) => tried(usual, process.env);
const patience = 120_000 * Number(process.env.KG_RUNS ?? 1);
/** What a search answers of a text: nothing where it is blank or removed. */
const found = (text: string | null | undefined): string | undefined => (text?.trim() ? text : undefined);
const oneByOne = async (writes: readonly WantedWrite[]) => {
  for (const write of writes) await world.write([write]);
};

/** Each document is answered as a write of it that was acknowledged by then, or as a later one. */
async function expectNothingLost(acknowledged: typeof world.said, racing: Promise<unknown>): Promise<void> {
  const { texts, isMixed } = await world.ask();
  await racing;
  expect(isMixed).toBe(false);
  for (const { id, seq } of acknowledged) {
    const isNewest = acknowledged.every((other) => other.id !== id || other.seq <= seq);
    if (!isNewest) continue;
    const possible = world.said.filter((write) => write.id === id && write.seq >= seq);
    expect(
      possible.map(({ text }) => found(text)),
      id,
    ).toContain(texts.get(id));
  }
}

/** Once nothing waits, each live index holds the newest of each document, and no removed one. */
async function expectNewest(): Promise<void> {
  await world.settled();
  const expected = [...world.newest()].flatMap(([id, text]) => (found(text) ? [[id, text]] : []));
  for (const { version } of world.collection.indexes) {
    const { texts } = await world.ask(version);
    expect([...texts].toSorted()).toEqual(expected.toSorted());
  }
  expect(world.wrong()).toEqual([]);
}

describe('writes in the middle of a migration', () => {
  it(
    '1: what was acknowledged before a cutover is retrieved from the index that serves after it',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          firstDocuments,
          someWrites,
          fc.array(someWrites, { minLength: 2, maxLength: 3 }),
          async (before, during, racing) => {
            await world.startOver(before);
            await world.act('start');
            await oneByOne(during);
            await world.ready();
            const { to } = (await world.held()).body.migration;
            const writing = Promise.all(racing.map(oneByOne));
            await oneByOne(during);
            const acknowledged = [...world.said];
            await world.act('cutover');
            expect(world.collection.serving).toBe(to);
            await expectNothingLost(acknowledged, writing);
            await expectNewest();
          },
        ),
        times(5),
      );
    },
    patience,
  );

  it(
    '2: a removal at any moment never comes back, whatever old work is applied after it',
    async () => {
      const moment = fc.constantFrom('draft', 'backfill', 'ready', 'cutover', 'reverse');
      await fc.assert(
        fc.asyncProperty(
          firstDocuments,
          fc.array(fc.tuple(moment, oneWrite), { minLength: 4, maxLength: 12 }),
          async (before, removals) => {
            await world.startOver(before);
            const old: { slot: number; version: string; documents: PendingDocument[] }[] = [];
            const removed = new Set<string>();
            const at = async (now: string) => {
              // Workers that have taken what there is, and are slow.
              const documents = await world.allDocuments();
              for (const { slot, version } of world.collection.indexes)
                old.push({ slot, version, documents });
              for (const [when, { id, text }] of removals) {
                if (when !== now) continue;
                await world.write([{ id, text: removed.has(id) ? null : text }]);
                await world.write([{ id, text: null }]);
                removed.add(id);
              }
              for (const work of old) await world.apply(work, work.documents);
              expect(world.wrong()).toEqual([]);
            };
            await at('draft');
            await world.act('start');
            await at('backfill');
            await world.ready();
            await at('ready');
            await world.act('cutover');
            await at('cutover');
            await world.act('reverse');
            await at('reverse');
            await expectNewest();
            for (const { version } of world.collection.indexes) {
              const { texts } = await world.ask(version);
              expect([...texts.keys()].filter((id) => removed.has(id))).toEqual([]);
            }
          },
        ),
        times(5),
      );
    },
    patience,
  );

  it(
    '4: reversing and cutting over again, any number of times, loses no write',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          firstDocuments,
          fc.array(fc.tuple(someWrites, someWrites), { minLength: 2, maxLength: 6 }),
          async (before, flips) => {
            await world.startOver(before);
            await world.ready();
            for (const [turn, [first, racing]] of flips.entries()) {
              await oneByOne(first);
              const writing = oneByOne(racing);
              const acknowledged = [...world.said];
              await world.act(turn % 2 === 0 ? 'cutover' : 'reverse');
              await expectNothingLost(acknowledged, writing);
            }
            await expectNewest();
          },
        ),
        times(4),
      );
    },
    patience,
  );

  it(
    '5: of concurrent updates and the backfill, the highest sequence number wins',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          firstDocuments,
          fc.array(someWrites, { minLength: 3, maxLength: 4 }),
          async (before, lanes) => {
            await world.startOver(before);
            await world.act('start');
            const stale = await world.allDocuments();
            await Promise.all(lanes.map(oneByOne));
            // What a slow backfill has read before, in the wrong order.
            await world.applyAll(stale.toReversed());
            await world.settled();
            await world.applyAll(stale);
            await expectNewest();
            const highest = new Map<string, number>();
            for (const { id, seq } of world.said) highest.set(id, Math.max(seq, highest.get(id) ?? 0));
            for (const held of world.manifests())
              for (const { document, seq } of held)
                expect([document, seq]).toEqual([document, highest.get(document)]);
          },
        ),
        times(6),
      );
    },
    patience,
  );

  it(
    '11: documents without text count as covered, and the gate does not hold them against an index',
    async () => {
      const blank = fc.constantFrom('', ' ', '\n\t');
      const documents = fc.uniqueArray(
        fc.record({ id: fc.stringMatching(/^[a-z]{1,3}$/), text: fc.oneof(blank, fc.constant('word')) }),
        { minLength: 1, maxLength: 8, selector: ({ id }) => id },
      );
      await fc.assert(
        fc.asyncProperty(documents, documents, async (before, during) => {
          await world.startOver(before);
          await world.act('start');
          await oneByOne(during);
          await world.settled();
          const newest = [...world.newest().values()];
          for (const { slot } of world.collection.indexes)
            expect(await world.retrieval.store.manifestSummary(slot)).toMatchObject({
              documents: newest.length,
              covered: newest.length,
              withoutText: newest.filter((text) => !found(text)).length,
            });
          const gate = await world.judged();
          expect(gate?.verdict, gate?.words).toBe('unjudged');
        }),
        times(5),
      );
    },
    patience,
  );
});
