import { spoken } from '../../shared/migration/check.ts';
import type { describe } from '../migrations/migrations.ts';
import { say } from './command.ts';

type Seen = Awaited<ReturnType<typeof describe>>;

/** Where a migration stands, for people who have a terminal and little time. */
export function sayStatus(seen: Seen, now: Date): void {
  const { state, epoch, serving, note } = seen;
  say(`Stage: ${state.stage}. Epoch ${epoch}, serving ${serving} (the ${state.serving} index).`);
  say(
    `From ${state.from} to ${state.to}.${seen.startedAt === null ? '' : ` Started ${ago(seen.startedAt, now)}.`}`,
  );
  if (state.pending)
    say(
      `A ${state.pending.act} has been asked for and has not come about yet: a server that runs performs it within seconds, and without one the next "index cutover" or "index reverse" does so first.`,
    );
  sayCanary(seen);
  sayIndexes(seen);
  sayBackfill(seen);
  if (state.gate) {
    const at = new Date(state.gate.at).toISOString();
    say(`Verdict ${ago(at, now)}: ${state.gate.verdict}. ${state.gate.words}`);
  }
  sayFigures(seen, now);
  if (seen.reverse) say(`Reverse: ${seen.reverse.possible ? '' : 'not as it is. '}${seen.reverse.words}.`);
  if (seen.approval.need !== 'nobody') {
    const agreed = seen.approval.agreed.map(({ act, name }) => `${name} to the ${act}`).join(', ');
    say(
      `A cutover in the admin app needs a second person (${seen.approval.need}); agreed: ${agreed || 'nobody'}.`,
    );
  }
  if (note !== '') say(`Note: ${note}`);
}

function sayCanary({ canary: { percent, segments } }: Seen): void {
  if (percent === 0) return;
  const also = segments.length === 0 ? '' : `, and everybody in ${segments.join(', ')}`;
  say(`Canary: ${percent}% of queries go to the new index${also}.`);
}

function sayIndexes({ coverage, lag, refused, refusedCount }: Seen): void {
  if (coverage)
    say(`The new index holds ${spoken(coverage.covered)} of ${spoken(coverage.documents)} documents.`);
  for (const { side, waiting, oldestWaitingMs, dead } of lag) {
    const since = oldestWaitingMs === null ? '' : ` (the oldest for ${seconds(oldestWaitingMs)})`;
    say(`The ${side} index: ${spoken(waiting)} writes wait${since}, ${spoken(dead)} could not be applied.`);
  }
  if (refusedCount > 0) {
    say(`${spoken(refusedCount)} dead letters of the new index, each to be retried or waived (--waive ID):`);
    for (const { document, error } of refused) say(`  ${document}: ${error}`);
  }
}

function sayBackfill({ progress, state, spent, estimate }: Seen): void {
  if (progress && (state.stage === 'backfilling' || state.stage === 'paused')) {
    const rate = progress.rate === null ? '' : `, ${progress.rate.toFixed(1)} documents a second`;
    const left =
      progress.etaMs === null || state.stage === 'paused' ? '' : `, about ${seconds(progress.etaMs)} to go`;
    say(`Backfill: ${(progress.share * 100).toFixed(1)}%${rate}${left}.`);
  }
  if (spent.tokens === 0) return;
  const of = estimate ? ` of about ${spoken(estimate.tokens)}` : '';
  const budget = state.throttle.budgetUsd === null ? '' : `, the budget is $${state.throttle.budgetUsd}`;
  const cost = spent.usd === null ? 'price not known' : `$${spent.usd.toFixed(4)}`;
  say(`Embedded: ${spoken(spent.tokens)} tokens${of} (${cost}${budget}).`);
}

function sayFigures({ notedFigures }: Seen, now: Date): void {
  if (!notedFigures) return;
  const { minutes, at, sides } = notedFigures;
  say(`Live queries of ${minutes} minutes, as the server saw them ${ago(at, now)}:`);
  for (const { side, queries, empty, failed, p50Ms, p99Ms } of sides) {
    const times =
      p50Ms === null || p99Ms === null ? '' : `, p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms`;
    say(
      `  ${side} index: ${spoken(queries)} queries, ${spoken(empty)} found nothing, ${spoken(failed)} failed${times}`,
    );
  }
}

const ago = (at: string, now: Date): string => `${seconds(Math.max(0, now.getTime() - Date.parse(at)))} ago`;

function seconds(ms: number): string {
  const all = Math.ceil(ms / 1_000);
  if (all < 120) return `${all} s`;
  const minutes = Math.round(all / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
