import { parseArgs } from 'node:util';
import pino from 'pino';
import type { Migration } from '../../shared/migration/migration.ts';
import { createLimiters } from '../calls/limiter.ts';
import { defaultEnvironment } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import { type ActRequest, dryRunAct } from '../migrations/act.ts';
import { load } from '../migrations/change.ts';
import { act, describe, type Migrations, openMigrations } from '../migrations/migrations.ts';
import { openProviders } from '../providers/openProviders.ts';
import { openRetrieval, type Retrieval } from '../retrieval/retrieval.ts';
import { type Command, say, UsageError } from './command.ts';
import { sayStatus } from './indexStatus.ts';
import { operator } from './operator.ts';
import { withConfiguration } from './withConfiguration.ts';

const verbs = ['status', 'dry-run', 'cutover', 'reverse'] as const;

/** A cutover and a reverse without the admin app: it needs nothing but the data folder. */
export const index: Command = {
  name: 'index',
  summary: "shows a collection's move to another index, and cuts over or reverses",
  usage: `status|dry-run|cutover|reverse COLLECTION [--environment ENVIRONMENT] [--confirm COLLECTION] [--waive DOCUMENT]... [--reason TEXT]

  status   where the migration stands, and whether a flip would work now
  dry-run  which checks a cutover (or, once the new index serves, a reverse) would pass, and which other acts would be taken;
           changes nothing
  cutover  every query goes to the new index; needs --confirm with the collection's key
  reverse  every query goes back to the old index; needs no verdict, and --confirm only where the old index is behind
  Works beside a running server or without one. A flip that was asked for before a process died is performed first. Exits with 1 where a check refuses.`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        environment: { type: 'string', default: defaultEnvironment },
        confirm: { type: 'string' },
        waive: { type: 'string', multiple: true, default: [] },
        reason: { type: 'string', default: 'From the command line' },
      },
    });
    const [asked, collection, ...more] = positionals;
    const verb = verbs.find((one) => one === asked);
    if (!verb) throw new UsageError('Say what to do: status, dry-run, cutover or reverse');
    if (collection === undefined || more.length > 0) throw new UsageError('Name one collection');
    const { environment, confirm, waive } = values;
    return withMigrations(async (migrations) => {
      const { retrieval } = migrations;
      const found = retrieval.directory.find(environment, collection);
      const [newest] = await retrieval.store.migrations.list({ collection: found.id, limit: 1 });
      if (!newest)
        throw new KnowngoodError('NOT_FOUND', `"${collection}" is not being moved to another index`);
      const target = { environment, id: newest.id };
      const flips = verb === 'cutover' || verb === 'reverse';
      // Nobody else may be there to apply what waits.
      if (flips) retrieval.pump.start();
      const pending = flips ? await finishPending(migrations, target) : null;
      const seen = await describe(retrieval, target);
      if (pending === verb && goesTo(seen.state) === verb) {
        say(`The ${verb} that was asked for before has come about: ${served(seen.state, collection)}.`);
        return 0;
      }
      const flip = { epochSeen: seen.epoch };
      const goesBack = verb === 'reverse' || (verb !== 'cutover' && seen.state.stage === 'serving-new');
      const request: ActRequest = goesBack
        ? { kind: 'reverse', ...flip, confirmation: confirm ?? null }
        : {
            kind: 'cutover',
            ...flip,
            confirmation: confirm ?? (verb === 'cutover' ? '' : collection),
            waived: waive,
          };
      if (verb === 'status') sayStatus(seen, new Date());
      if (verb === 'status' || verb === 'dry-run') {
        const dry = await dryRunAct(retrieval, target, request, operator());
        say(`A ${request.kind} ${dry.allowed ? 'would go through now' : 'would be refused now'}:`);
        for (const { check, passed, figure, mend } of dry.checks)
          say(`  ${passed ? 'ok     ' : 'REFUSED'} ${check}: ${figure}${passed ? '' : `. ${mend}`}`);
        for (const line of [...dry.would, ...dry.warnings]) say(`  ${line}`);
        if (verb === 'dry-run') await sayOtherActs(retrieval, target, flip.epochSeen, collection);
        return dry.allowed || verb === 'status' ? 0 : 1;
      }
      const reason = values.reason.trim().slice(0, 2_000) || 'From the command line';
      try {
        const { state, milliseconds } = await act(migrations, target, request, {
          author: operator(),
          reason,
        });
        say(`Done in ${Math.round(milliseconds)} ms: ${served(state, collection)}.`);
        return 0;
      } catch (error) {
        if (!(error instanceof KnowngoodError) || error.code !== 'CONFLICT') throw error;
        say(error.message);
        return 1;
      }
    });
  },
};

const goesTo = ({ serving }: Migration) => (serving === 'new' ? 'cutover' : 'reverse');

const served = ({ serving, from, to, epoch }: Migration, collection: string): string =>
  `every query of "${collection}" goes to the ${serving} index ${serving === 'new' ? to : from} (epoch ${epoch})`;

/** A flip that somebody asked for and that a process died over is performed first. Answers which; null for none. */
async function finishPending(
  { retrieval, controller }: Migrations,
  target: { environment: string; id: string },
): Promise<'cutover' | 'reverse' | null> {
  const { pending } = (await load(retrieval, target)).held.body.migration;
  if (!pending) return null;
  await controller.step(target);
  return pending.act;
}

/** The acts that are left to the admin app: whether they would be taken now, and why not. */
async function sayOtherActs(
  retrieval: Retrieval,
  target: { environment: string; id: string },
  epochSeen: number,
  confirmation: string,
): Promise<void> {
  const plain = ['start', 'pause', 'resume', 'backfill', 'verify', 'approve', 'cancel'] as const;
  const requests: ActRequest[] = [
    ...plain.map((kind) => ({ kind })),
    { kind: 'canary', percent: 1, segments: [] },
    { kind: 'retire', epochSeen, confirmation },
  ];
  say('Other acts:');
  for (const request of requests) {
    const { allowed, checks } = await dryRunAct(retrieval, target, request, operator());
    const why = checks.flatMap(({ passed, figure, mend }) => (passed ? [] : [`${figure}. ${mend}`]));
    say(`  ${allowed ? 'ok     ' : 'REFUSED'} ${request.kind}${allowed ? '' : `: ${why.join('. ')}`}`);
  }
}

/** Retrieval without a server, or beside one. */
const withMigrations = (work: (migrations: Migrations) => Promise<number>): Promise<number> =>
  withConfiguration(async (configuration, settings) => {
    const retrieval = await openRetrieval(configuration, {
      providers: openProviders(settings, null),
      limiters: createLimiters(),
      log: pino({ level: 'silent' }),
    });
    const migrations = openMigrations(retrieval);
    try {
      return await work(migrations);
    } finally {
      await migrations.controller.close();
      await retrieval.close();
    }
  });
