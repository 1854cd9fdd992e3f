import { z } from 'zod';
import { hasIndex } from '../../shared/migration/acts.ts';
import { many } from '../../shared/migration/check.ts';
import type { MigrationAct } from '../../shared/migration/event.ts';
import { AgreedAct, type Migration, mostCanarySegments, Throttle } from '../../shared/migration/migration.ts';
import { type DryRun, dryRun, transition } from '../../shared/migration/transition.ts';
import { DocumentId } from '../../shared/model/document.ts';
import type { Role } from '../../shared/model/environment.ts';
import { Key } from '../../shared/model/key.ts';
import { policyOf } from '../approvals/policy.ts';
import { KnowngoodError } from '../errors.ts';
import { flagsThatUse } from '../retrieval/changeCollection.ts';
import type { By } from '../retrieval/commitAct.ts';
import { noteMigration } from '../retrieval/liveVersions.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import type { StoredCollection } from '../store/retrieval.ts';
import { change, load, type Target } from './change.ts';
import { estimateFor } from './estimate.ts';
import { cutoverFacts, reverseFacts } from './facts.ts';
import { following, type Held, logged } from './held.ts';
import { refuseBudget } from './plan.ts';

const Typed = z.string().max(64);
const EpochSeen = z.int().min(0);

/** What a person asks of a migration. `epochSeen` is the collection's epoch that they decided on. */
export const ActRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['start', 'pause', 'resume', 'backfill', 'verify', 'approve', 'cancel']) }),
  z.object({ kind: z.literal('throttle'), throttle: Throttle }),
  z.object({
    kind: z.literal('canary'),
    percent: z.number().min(0).max(100),
    segments: z.array(Key).max(mostCanarySegments).default([]),
  }),
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
  z.object({ kind: z.literal('retire'), epochSeen: EpochSeen, confirmation: Typed }),
  z.object({ kind: z.literal('agree'), to: AgreedAct }),
]);
export type ActRequest = z.infer<typeof ActRequest>;

/** Who asks, and what they are in this environment; without a kind it is a person. */
export interface Asking extends Pick<By['author'], 'id'>, Partial<Pick<By['author'], 'kind' | 'name'>> {
  role?: Role | null;
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
  role: Role | null = null,
): Promise<Migration> {
  return change(retrieval, target, async ({ held, collection }) => {
    const state = held.body.migration;
    const event = await eventOf(retrieval, held, collection, request, { ...by.author, role });
    const outcome = transition(state, event, retrieval.now().getTime());
    if (!outcome.allowed) throw refused(outcome.refusals);
    const { next } = outcome;
    const flipBy = next.pending ? by : held.body.flipBy;
    const begins = next.workerEpoch !== state.workerEpoch;
    const patch = { migration: next, flipBy, note: '', ...(begins ? { lease: null, backfill: null } : {}) };
    const migration = following(held, patch, retrieval.now());
    const isOver = next.stage === 'cancelled' && !hasIndex(state);
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
  by: Asking,
): Promise<DryRun & { warnings: string[] }> {
  const { held, collection } = await load(retrieval, target);
  const state = held.body.migration;
  const event = await eventOf(retrieval, held, collection, request, by);
  const run = dryRun(state, event, retrieval.now().getTime());
  return { ...run, warnings: await warningsOf(retrieval, collection, state, request) };
}

/** What an act changes for others, and refuses nobody. */
async function warningsOf(
  retrieval: Retrieval,
  collection: StoredCollection,
  { to }: Migration,
  request: ActRequest,
): Promise<string[]> {
  const isCanary = request.kind === 'canary' && request.percent > 0;
  if (!isCanary && request.kind !== 'cutover' && request.kind !== 'reverse') return [];
  const changes = isCanary ? 'for that share of its queries' : 'with the flip';
  const flags = flagsThatUse(retrieval, collection).map(
    (flag) => `The flag "${flag}" retrieves from this collection: what it answers changes ${changes}`,
  );
  const index = collection.indexes.find(({ version }) => version === to);
  if (!isCanary || !index) return flags;
  const { dead } = await retrieval.store.outboxCounts(index.slot);
  if (dead === 0) return flags;
  const lacks = `${many(dead, 'document')} could not be written to the new index: queries that go there find an earlier text of them, or nothing`;
  return [...flags, lacks];
}

async function eventOf(
  retrieval: Retrieval,
  held: Held,
  collection: StoredCollection,
  request: ActRequest,
  { id: by, kind: author = 'person', name = '', role = null }: Asking,
): Promise<MigrationAct> {
  const state = held.body.migration;
  const need = policyOf(retrieval.configuration.committed(collection.environment)).cutover;
  const approval = { need, by: author === 'person' ? by : null };
  switch (request.kind) {
    case 'start': {
      const { specification } = held.body.version.body;
      const { memory } = await estimateFor(retrieval, collection, specification, state.throttle);
      return { kind: 'start', by, memory };
    }
    case 'approve':
      return { kind: request.kind, by };
    case 'throttle':
      refuseBudget(retrieval, held.body.version.body.specification.embedder, request.throttle);
      return request;
    case 'canary': {
      const { segments: known } = retrieval.configuration.committed(collection.environment);
      const segments = [...new Set(request.segments)];
      return { ...request, segments, unknown: segments.filter((key) => !known.has(key)) };
    }
    case 'cutover':
      return {
        kind: 'cutover',
        facts: { ...(await cutoverFacts(retrieval, state, collection, request)), approval },
      };
    case 'reverse':
      return { kind: 'reverse', facts: await reverseFacts(retrieval, state, collection, request) };
    case 'retire':
      return { kind: 'retire', facts: { ...request, epoch: collection.epoch, approval } };
    case 'agree':
      return { ...request, by, name, role };
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
