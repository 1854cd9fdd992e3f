import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { table } from '../../shared/migration/table.ts';
import { KnowngoodError } from '../errors.ts';
import { removeLiveVersion } from '../retrieval/liveVersions.ts';
import { firstDocuments, someWrites, tried } from '../testing/migrationArbitraries.ts';
import { MigrationWorld } from '../testing/migrationWorld.ts';
import { second } from '../testing/testMigration.ts';
import { by, environment, key } from '../testing/testRetrieval.ts';
import { type ActRequest, dryRunAct } from './act.ts';
import { describe as describeMigration, list } from './migrations.ts';

let world: MigrationWorld;
beforeAll(async () => {
  world = await MigrationWorld.open();
});
afterAll(() => world.close());

const times = (usual: number) => tried(usual, process.env);
const patience = 120_000 * Number(process.env.KG_RUNS ?? 1);
const target = () => ({ environment, id: world.id });

type Step = 'start' | 'pause' | 'resume' | 'approve' | 'backfill' | 'canary' | 'cutover' | 'reverse';
const steps = fc
  .array(
    fc.constantFrom<Step>('start', 'pause', 'approve', 'resume', 'backfill', 'canary', 'cutover', 'reverse'),
    { maxLength: 6 },
  )
  .map((more): Step[] => ['start', 'approve', ...more]);
/** Goes as far into a migration as a list of acts leads; what the stage does not take is left out. */
async function walk(acts: readonly Step[], upTo = acts.length): Promise<void> {
  for (const kind of acts.slice(0, upTo)) {
    if (table[await world.stage()][kind] === undefined) continue;
    // The verdict of an earlier stage may not be there any more: then it is refused, and that is all.
    await world.act(kind).catch((error: unknown) => {
      if (!(error instanceof KnowngoodError)) throw error;
    });
    await world.settled();
  }
}
const somewhere = fc.tuple(firstDocuments, steps, fc.nat(8));

/** Every act, as it should be and as it should not. */
function everyRequest(): ActRequest[] {
  const { epoch } = world.collection;
  const plain = ['start', 'pause', 'resume', 'backfill', 'verify', 'approve', 'cancel'] as const;
  return [
    ...[...plain, 'throttle', 'canary', 'cutover', 'reverse', 'retire'].map((kind) =>
      world.request(kind as ActRequest['kind']),
    ),
    { kind: 'canary', percent: 0, segments: [] },
    { kind: 'cutover', epochSeen: epoch + 1, confirmation: key, waived: [] },
    { kind: 'cutover', epochSeen: epoch, confirmation: 'other', waived: ['a'] },
    { kind: 'reverse', epochSeen: Math.max(0, epoch - 1), confirmation: key },
    { kind: 'retire', epochSeen: epoch, confirmation: '' },
    { kind: 'retire', epochSeen: epoch + 1, confirmation: key },
  ];
}

describe('acts of people in a migration', () => {
  it(
    '8: a dry run of whatever act, at whatever moment, changes no row',
    async () => {
      await fc.assert(
        fc.asyncProperty(somewhere, async ([before, acts, upTo]) => {
          await world.startOver(before);
          await walk(acts, upTo);
          await world.quiet();
          const unchanged = world.fingerprint();
          for (const request of everyRequest()) {
            const run = await dryRunAct(world.retrieval, target(), request, by.author);
            if (!run.allowed)
              expect(run.checks.some(({ passed, mend }) => !passed && mend !== '')).toBe(true);
          }
          await describeMigration(world.retrieval, target());
          await list(world.retrieval, environment, 10);
          expect(world.fingerprint()).toBe(unchanged);
        }),
        times(5),
      );
    },
    patience,
  );

  it(
    '9: an act that is not possible changes nothing, and the refusal names a check and what would mend it',
    async () => {
      await fc.assert(
        fc.asyncProperty(somewhere, async ([before, acts, upTo]) => {
          await world.startOver(before);
          await walk(acts, upTo);
          await world.quiet();
          const stage = await world.stage();
          const unchanged = world.fingerprint();
          let refusals = 0;
          for (const request of everyRequest()) {
            const isPossible = table[stage][request.kind] !== undefined;
            const who = request.kind === 'approve' ? second : by;
            const { allowed } = await dryRunAct(world.retrieval, target(), request, who.author);
            if (allowed) expect(isPossible).toBe(true);
            if (allowed) continue;
            const error = await world.act(request).then(
              () => null,
              (thrown: unknown) => thrown as KnowngoodError,
            );
            expect(error, `${request.kind} while ${stage}`).toBeInstanceOf(KnowngoodError);
            expect(error).toMatchObject({ code: 'CONFLICT', message: expect.stringMatching(/.{20}/) });
            const issues = error?.details.issues as { path: string; message: string }[];
            expect(issues.length).toBeGreaterThan(0);
            for (const { path, message } of issues) expect([path, message]).not.toContain('');
            refusals++;
          }
          expect(refusals).toBeGreaterThan(5);
          expect(world.fingerprint()).toBe(unchanged);
        }),
        times(5),
      );
    },
    patience,
  );

  it(
    '10: retiring takes the index away that does not serve, and never touches the one that does',
    async () => {
      await fc.assert(
        fc.asyncProperty(firstDocuments, someWrites, fc.nat(3), async (before, writes, flips) => {
          await world.startOver(before);
          await world.ready();
          await world.act('cutover');
          for (let turn = 0; turn < flips; turn++) await world.act(turn % 2 === 0 ? 'reverse' : 'cutover');
          for (const write of writes) await world.write([write]);
          await world.settled();
          const { serving, indexes, id, epoch } = world.collection;
          const { slot } = indexes.find(({ version }) => version === serving)!;
          const own = [`chunks_${slot}`, 'documents'];
          const [unchanged, answer] = [world.fingerprint(...own), await world.ask()];
          const step = { collection: world.collection, epoch, record: null, version: serving };
          await expect(removeLiveVersion(world.retrieval, step, by)).rejects.toMatchObject({
            code: 'CONFLICT',
          });
          await world.act('retire');
          await world.settled();
          while ((await world.retrieval.store.removeStep({ before: Date.now() + 1, limit: 2 })) > 0);
          expect(world.collection).toMatchObject({ id, serving, indexes: [{ slot, version: serving }] });
          expect(world.fingerprint(...own)).toBe(unchanged);
          expect((await world.ask()).texts).toEqual(answer.texts);
          expect(world.wrong()).toEqual([]);
          await expect(world.act('reverse')).rejects.toMatchObject({ code: 'CONFLICT' });
        }),
        times(4),
      );
    },
    patience,
  );
});
