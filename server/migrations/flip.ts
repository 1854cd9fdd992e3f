import { randomUUID } from 'node:crypto';
import { idleVersion, servingVersion } from '../../shared/migration/migration.ts';
import { transition } from '../../shared/migration/transition.ts';
import { drained, flipActive } from '../retrieval/liveVersions.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { warm } from '../retrieval/warm.ts';
import type { StoredCollection } from '../store/retrieval.ts';
import { byController, load, refusalOf, type Target } from './change.ts';
import { following, type Held, logged } from './held.ts';
import { observe } from './observe.ts';

/** Longest that writes wait at the fence, in milliseconds. */
const fenceMs = 3_000;
/** So much of it stays for the flip itself. */
const reserveMs = 250;
/** Longest that a flip waits for somebody else's fence, or for a migration that changes under it. */
const patienceMs = 6_000;
const pauseMs = 40;

/**
 * Performs the flip that a migration asks for: closes the fence, waits until the other index has every acknowledged write,
 * and moves the pointer in one transaction with the migration's own row and the log. Where that does not come about, the
 * fence opens, everything stays as it was, and the migration says why. Doing it twice, or by two processes, is doing it once.
 */
export async function performFlip(retrieval: Retrieval, target: Target): Promise<void> {
  const until = performance.now() + patienceMs;
  let why = 'Another process holds the fence';
  while (performance.now() < until) {
    const { held, collection } = await load(retrieval, target);
    const { pending } = held.body.migration;
    if (!pending) return;
    if (collection.epoch !== pending.epoch) {
      why = `The collection has moved on to epoch ${collection.epoch} meanwhile`;
      break;
    }
    const tried = await attempt(retrieval, held, collection);
    if (tried === 'flipped') return;
    why = tried.why;
    if (!tried.again) break;
    await retrieval.configuration.reload(target.environment);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  await observe(
    retrieval,
    target,
    { kind: 'not-flipped' },
    { reason: `Nothing was flipped: ${why}`, patch: { flipBy: null, note: why } },
  );
}

type Tried = 'flipped' | { why: string; again: boolean };

async function attempt(retrieval: Retrieval, held: Held, collection: StoredCollection): Promise<Tried> {
  const { migration: state, flipBy } = held.body;
  const { pending } = state;
  const to = idleVersion(state);
  const index = collection.indexes.find(({ version }) => version === to);
  if (!pending || !index) return { why: `The collection does not keep ${to} any more`, again: false };
  const { epoch } = pending;
  await warm(retrieval, index);
  const fence = { collection: collection.id, by: randomUUID() };
  const closedAt = retrieval.now().getTime();
  if (!pending.despiteLag) {
    const closing = { ...fence, epoch, now: closedAt, until: closedAt + fenceMs };
    if (!(await retrieval.store.closeFence(closing)))
      return { why: 'Another process holds the fence', again: true };
  }
  try {
    if (!pending.despiteLag && !(await drained(retrieval, index.slot, fenceMs - reserveMs)))
      return { why: await notDrained(retrieval, index.slot), again: false };
    const event = { kind: 'flipped' as const, epoch: epoch + 1 };
    const outcome = transition(state, event, retrieval.now().getTime());
    if (!outcome.allowed) return { why: outcome.refusals[0]?.figure ?? 'It was refused', again: false };
    const migration = following(held, { migration: outcome.next, flipBy: null, note: '' }, retrieval.now());
    await flipActive(
      retrieval,
      {
        collection,
        epoch,
        migration,
        record: logged(migration),
        from: servingVersion(state),
        to,
        waive: pending.waived,
        allowStale: pending.despiteLag,
      },
      byController(
        `The ${pending.act}${flipBy ? ` that ${flipBy.author.name} asked for` : ''} came about: every query goes to the ${pending.act === 'cutover' ? 'new' : 'old'} index`,
      ),
    );
    return 'flipped';
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal || !(error instanceof Error)) throw error;
    return { why: error.message, again: ['migration', 'epoch', 'outbox'].includes(refusal.check) };
  } finally {
    if (!pending.despiteLag) await retrieval.store.openFence({ ...fence, now: retrieval.now().getTime() });
  }
}

async function notDrained({ store }: Retrieval, slot: number): Promise<string> {
  const { waiting } = await store.outboxCounts(slot);
  return `${waiting} writes were still waiting for that index after ${fenceMs / 1000} seconds, so writes go on and nothing has changed. Wait until it has caught up, then try again`;
}
