import { z } from 'zod';
import type { MigrationAct } from '../../shared/migration/event.ts';
import { type Migration, Throttle } from '../../shared/migration/migration.ts';
import { type DryRun, dryRun, transition } from '../../shared/migration/transition.ts';
import { DocumentId } from '../../shared/model/document.ts';
import { KnowngoodError } from '../errors.ts';
import { flagsThatUse } from '../retrieval/changeCollection.ts';
import type { By } from '../retrieval/commitAct.ts';
import { noteMigration } from '../retrieval/liveVersions.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import type { StoredCollection } from '../store/retrieval.ts';
import { change, load } from './change.ts';
import { cutoverFacts, reverseFacts } from './facts.ts';
import { following, logged } from './held.ts';
import { refuseBudget } from './plan.ts';

const Typed = z.string().max(64);
const EpochSeen = z.int().min(0);

/** What a person asks of a migration. `epochSeen` is the collection's epoch that they decided on. */
export const ActRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['start', 'pause', 'resume', 'backfill', 'verify', 'approve', 'cancel']) }),
  z.object({ kind: z.literal('throttle'), throttle: Throttle }),
  z.object({
    kind: z.literal('cutover'),
    epochSeen: EpochSeen,
    confirmation: Typed,
    waived: z.array(DocumentId).max(2_000).default([]),
  }),
  z.object({
    kind: z.literal('reverse'),
    epochSeen: EpochSeen,
    confirmation: Typed.nullable().default(null),
  }),
  z.object({ kind: z.literal('retire'), confirmation: Typed }),
]);
export type ActRequest = z.infer<typeof ActRequest>;

interface Target {
  environment: string;
  id: string;
}

/**
 * Decides on an act and keeps the state that it leads to; its effects are the controller's, after that.
 * @throws KnowngoodError CONFLICT with `details.issues`, a check each, where it is refused; nothing has changed then
 */
export function decideAct(
  retrieval: Retrieval,
  target: Target,
  request: ActRequest,
  by: By,
): Promise<Migration> {
  return change(retrieval, target, async ({ held, collection }) => {
    const state = held.body.migration;
    const event = await eventOf(retrieval, state, collection, request, by.author.id);
    const outcome = transition(state, event, retrieval.now().getTime());
    if (!outcome.allowed) throw refused(outcome.refusals);
    const { next } = outcome;
    const flipBy = next.pending ? by : held.body.flipBy;
    const begins = next.workerEpoch !== state.workerEpoch;
    const patch = { migration: next, flipBy, note: '', ...(begins ? { lease: null, backfill: null } : {}) };
    const migration = following(held, patch, retrieval.now());
    const isOver = next.stage === 'cancelled' && state.stage === 'draft';
    const record = isOver ? null : logged(migration);
    await noteMigration(retrieval, { collection, epoch: collection.epoch, migration, record }, by);
    return next;
  });
}

/** What an act would do and which check would refuse it. Changes no row. */
export async function dryRunAct(
  retrieval: Retrieval,
  target: Target,
  request: ActRequest,
  by: Pick<By['author'], 'id'>,
): Promise<DryRun & { warnings: string[] }> {
  const { held, collection } = await load(retrieval, target);
  const state = held.body.migration;
  const event = await eventOf(retrieval, state, collection, request, by.id);
  const run = dryRun(state, event, retrieval.now().getTime());
  const flips = request.kind === 'cutover' || request.kind === 'reverse';
  const warnings = flips
    ? flagsThatUse(retrieval, collection).map(
        (flag) => `The flag "${flag}" retrieves from this collection: what it answers changes with the flip`,
      )
    : [];
  return { ...run, warnings };
}

async function eventOf(
  retrieval: Retrieval,
  state: Migration,
  collection: StoredCollection,
  request: ActRequest,
  by: string,
): Promise<MigrationAct> {
  switch (request.kind) {
    case 'start':
    case 'approve':
      return { kind: request.kind, by };
    case 'throttle':
      refuseBudget(request.throttle);
      return request;
    case 'cutover':
      return { kind: 'cutover', facts: await cutoverFacts(retrieval, state, collection, request) };
    case 'reverse':
      return { kind: 'reverse', facts: await reverseFacts(retrieval, state, collection, request) };
    case 'retire':
      return request;
    default:
      return { kind: request.kind };
  }
}

/** The refusals in words, with each check by its name for whoever shows them one by one. */
function refused(refusals: readonly { check: string; figure: string; mend: string }[]): KnowngoodError {
  const sentence = ({ figure, mend }: { figure: string; mend: string }) => `${figure}. ${mend}.`;
  return new KnowngoodError('CONFLICT', refusals.map(sentence).join(' '), {
    issues: refusals.map((refusal) => ({ path: refusal.check, message: sentence(refusal) })),
  });
}
