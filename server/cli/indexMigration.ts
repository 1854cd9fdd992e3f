import { parseArgs } from 'node:util';
import pino from 'pino';
import { createLimiters } from '../calls/limiter.ts';
import { defaultEnvironment } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import { type ActRequest, dryRunAct } from '../migrations/act.ts';
import { act, describe, type Migrations, openMigrations } from '../migrations/migrations.ts';
import { openProviders } from '../providers/openProviders.ts';
import { openRetrieval } from '../retrieval/retrieval.ts';
import { type Command, say, UsageError } from './command.ts';
import { operator } from './operator.ts';
import { withConfiguration } from './withConfiguration.ts';

const verbs = ['status', 'dry-run', 'cutover', 'reverse'] as const;

/** A cutover and a reverse without the admin app: it needs nothing but the data folder. */
export const index: Command = {
  name: 'index',
  summary: "shows a collection's move to another index, and cuts over or reverses",
  usage: `status|dry-run|cutover|reverse COLLECTION [--environment ENVIRONMENT] [--confirm COLLECTION] [--waive DOCUMENT]... [--reason TEXT]

  status   where the migration stands, and whether a flip would work now
  dry-run  which checks a cutover (or, once the new index serves, a reverse) would pass; changes nothing
  cutover  every query goes to the new index; needs --confirm with the collection's key
  reverse  every query goes back to the old index; needs no verdict, and --confirm only where the old index is behind
  Works beside a running server or without one. Exits with 1 where a check refuses.`,
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
      const seen = await describe(retrieval, target);
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
      if (verb === 'status') sayStatus(seen);
      if (verb === 'status' || verb === 'dry-run') {
        const dry = await dryRunAct(retrieval, target, request, operator());
        say(`A ${request.kind} ${dry.allowed ? 'would go through now' : 'would be refused now'}:`);
        for (const { check, passed, figure, mend } of dry.checks)
          say(`  ${passed ? 'ok     ' : 'REFUSED'} ${check}: ${figure}${passed ? '' : `. ${mend}`}`);
        for (const line of [...dry.would, ...dry.warnings]) say(`  ${line}`);
        return dry.allowed || verb === 'status' ? 0 : 1;
      }
      const reason = values.reason.trim().slice(0, 2_000) || 'From the command line';
      // Nobody else may be there to apply what waits.
      retrieval.pump.start();
      try {
        const { state, milliseconds } = await act(migrations, target, request, {
          author: operator(),
          reason,
        });
        const side = state.serving === 'new' ? `the new index ${state.to}` : `the old index ${state.from}`;
        say(
          `Done in ${Math.round(milliseconds)} ms: every query of "${collection}" goes to ${side} (epoch ${state.epoch}).`,
        );
        return 0;
      } catch (error) {
        if (!(error instanceof KnowngoodError) || error.code !== 'CONFLICT') throw error;
        say(error.message);
        return 1;
      }
    });
  },
};

function sayStatus({
  state,
  epoch,
  serving,
  coverage,
  progress,
  note,
}: Awaited<ReturnType<typeof describe>>) {
  say(`Stage: ${state.stage}. Epoch ${epoch}, serving ${serving}.`);
  say(`From ${state.from} to ${state.to}.`);
  if (coverage)
    say(
      `The new index holds ${coverage.covered} of ${coverage.documents} documents; ${coverage.waiting} writes wait, ${coverage.dead} have failed.`,
    );
  if (progress && state.stage === 'backfilling')
    say(
      `Backfill: ${(progress.share * 100).toFixed(1)}%${progress.rate === null ? '' : `, ${progress.rate.toFixed(0)} documents a second`}${progress.etaMs === null ? '' : `, about ${Math.ceil(progress.etaMs / 1000)} s to go`}.`,
    );
  if (state.gate) say(`Verdict: ${state.gate.verdict}. ${state.gate.words}`);
  if (note !== '') say(note);
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
