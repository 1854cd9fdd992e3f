import fc from 'fast-check';
import { expect, it } from 'vitest';
import { table } from '../../shared/migration/table.ts';
import { KnowngoodError } from '../errors.ts';
import type { PendingDocument } from '../store/retrieval.ts';
import { firstDocuments, oneBatch, someWrites, tried } from '../testing/migrationArbitraries.ts';
import { MigrationWorld, type WantedWrite } from '../testing/migrationWorld.ts';
import type { ActRequest } from './act.ts';

/** What should be so, as far as it is known from outside. */
interface Model {
  serving: string;
  epoch: number;
  /** What slow workers have taken and not written yet. */
  taken: PendingDocument[];
}
type Command = fc.AsyncCommand<Model, MigrationWorld>;
type Run = (model: Model, world: MigrationWorld) => Promise<unknown>;

/** Whatever was done, this holds at once. */
async function check(model: Model, world: MigrationWorld): Promise<void> {
  expect(world.wrong()).toEqual([]);
  expect([world.collection.serving, world.collection.epoch]).toEqual([model.serving, model.epoch]);
  const answer = await world.ask();
  expect(answer.isMixed).toBe(false);
  const versions = world.collection.indexes.map(({ version }) => version);
  if ((await world.stage()) === 'canary') expect(versions).toContain(answer.version);
  else expect(answer.version).toBe(model.serving);
}

const command = (name: string, run: Run): Command => ({
  check: () => true,
  toString: () => name,
  async run(model, world) {
    await run(model, world);
    await check(model, world);
  },
});

/** An act of a person: it comes about, or is refused with reasons and changes nothing that is seen. */
const person = (kind: ActRequest['kind']) =>
  command(kind, async (model, world) => {
    const { stage, to, from } = (await world.held()).body.migration;
    const isTaken = table[stage][kind] !== undefined;
    const error = await world.act(kind).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error !== null) {
      expect(error).toBeInstanceOf(KnowngoodError);
      expect((error as KnowngoodError).details.issues).not.toEqual([]);
      return;
    }
    expect(isTaken, `${kind} while ${stage}`).toBe(true);
    if (kind === 'cutover' || kind === 'reverse') {
      model.serving = kind === 'cutover' ? to : from;
      model.epoch++;
    }
    const isGone = kind === 'retire' || (kind === 'cancel' && stage !== 'draft');
    if (!isGone && kind !== 'cancel') return;
    await world.settled();
    if (isGone) model.epoch = world.collection.epoch;
    expect(world.collection.indexes.map(({ version }) => version)).toEqual([model.serving]);
    const { specification } = await world.retrieval.indexers.version(model.serving);
    await world.plan(specification.splitter.title === 'omit' ? 'titled' : 'plain');
  });
const settle = command('settle', async (_, world) => {
  await world.settled();
  const texts = [...world.newest()].flatMap(([id, text]) => (text?.trim() ? [[id, text]] : []));
  const { stage } = (await world.held()).body.migration;
  for (const { version } of world.collection.indexes)
    if (version === world.collection.serving || !['paused', 'draft'].includes(stage))
      expect([...(await world.ask(version)).texts].toSorted()).toEqual(texts.toSorted());
});
const acts = (
  ['start', 'start', 'pause', 'resume', 'backfill', 'verify', 'approve', 'approve', 'throttle'] as const
).map(person);
const turns = (['canary', 'cutover', 'cutover', 'reverse', 'retire', 'cancel'] as const).map(person);
const others = [
  command('crash and resume', (_, world) => world.reopen()),
  command('ready', (_, world) => world.ready().catch(refused)),
  command('take', async (model, world) => {
    model.taken = await world.allDocuments();
  }),
  command('write what was taken', (model, world) => world.applyAll(model.taken)),
  settle,
  settle,
];
const written = (name: string, run: (world: MigrationWorld) => Promise<unknown>) =>
  command(name, (_, world) => run(world));
const writes = fc.oneof(
  oneBatch.map((batch) => written(`write ${JSON.stringify(batch)}`, (world) => world.write(batch))),
  someWrites.map((all) =>
    written(`at once ${JSON.stringify(all)}`, (world) =>
      Promise.all(all.map((one: WantedWrite) => world.write([one]))),
    ),
  ),
);
const refused = (error: unknown) => {
  if (!(error instanceof KnowngoodError)) throw error;
};

it(
  '1, 2, 4, 5, 7, 9, 10: whatever is done in whatever order, nothing is lost, comes back, or is mixed',
  async () => {
    const world = await MigrationWorld.open();
    try {
      const commands = fc.commands(
        [writes, writes, ...[...acts, ...turns, ...turns, ...others].map((one) => fc.constant(one))],
        { maxCommands: 40, size: 'max' },
      );
      await fc.assert(
        fc.asyncProperty(firstDocuments, commands, async (before, all) => {
          await world.startOver(before);
          const { serving, epoch } = world.collection;
          const model: Model = { serving, epoch, taken: [] };
          await fc.asyncModelRun(() => ({ model, real: world }), all);
          await settle.run(model, world);
        }),
        tried(8, process.env),
      );
    } finally {
      await world.close();
    }
  },
  240_000 * Number(process.env.KG_RUNS ?? 1),
);
