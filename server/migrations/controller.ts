import { randomUUID } from 'node:crypto';
import type { Effect } from '../../shared/migration/effect.ts';
import { gateChecks } from '../../shared/migration/gateFreshness.ts';
import type { Migration, Throttle } from '../../shared/migration/migration.ts';
import { outstandingEffects } from '../../shared/migration/outstanding.ts';
import { backOff } from '../retrieval/backOff.ts';
import { recordOf } from '../retrieval/commitAct.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { backfill } from './backfill.ts';
import { keepBudget } from './budget.ts';
import { load, type Target } from './change.ts';
import { basisOf, indexOf } from './facts.ts';
import { performFlip } from './flip.ts';
import { heldOf, isOver } from './held.ts';
import { holdLease, type Lease } from './lease.ts';
import { figuresNoter } from './noteFigures.ts';
import { observe } from './observe.ts';
import { runGate } from './runGate.ts';
import { createTroubles } from './troubles.ts';
import { dropIdle, openDualWrite } from './versions.ts';

export interface Pace {
  /** How often migrations are looked at, and how long a dead process's right to work on one lasts, in milliseconds. */
  everyMs: number;
  leaseMs: number;
  /** How long an embedder is left alone that was in trouble for the nth time in a row; half a minute at the most. */
  restMs?(attempts: number): number;
}
const usual: Pace = { everyMs: 1_000, leaseMs: 10_000 };
const usualRest = (attempts: number): number => backOff(Math.min(attempts, 7), true) ?? 0;
/** Work that has failed for no foreseen reason is begun again after this time. */
const restMs = 5_000;

/** Performs what migrations ask for: whatever a crash or another process has left undone, it does. One per process. */
export interface Controller {
  /** Does now what is outstanding of one migration. Long work is begun, and only where `start` was called. */
  step(target: Target): Promise<void>;
  start(): void;
  /** Stops what is under way; it is taken up again by whoever comes next. */
  close(): Promise<void>;
}

interface Work {
  kind: 'run-backfill' | 'run-gate';
  lease: Lease;
  throttle: Throttle;
  stop: AbortController;
  ended: Promise<void>;
}

export function createController(
  retrieval: Retrieval,
  { everyMs, leaseMs, restMs: embedderRestMs = usualRest }: Pace = usual,
): Controller {
  const { log } = retrieval;
  const holder = randomUUID();
  const works = new Map<string, Work>();
  const rests = new Map<string, number>();
  const troubles = createTroubles(retrieval, everyMs);
  const turns = new Map<string, Promise<void>>();
  const noteFigures = figuresNoter(retrieval);
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;
  let isClosed = false;

  const look = async () => {
    for (const collection of retrieval.directory.all()) {
      const { migration } = recordOf(retrieval, collection);
      if (!migration || isClosed || troubles.isResting(migration.id)) continue;
      const target = { environment: collection.environment, id: migration.id };
      await inTurn(target).catch(async (error: unknown) => {
        if (await isGone(target)) return;
        await troubles.note(target, error);
      });
    }
    for (const [id, { lease }] of works) {
      // Its collection may be gone, or another process may have stopped it.
      const stored = await retrieval.store.migrations.find(id);
      const isLost = !stored || !retrieval.directory.byId(stored.collection);
      if (isLost || heldOf(stored).body.migration.workerEpoch !== lease.workerEpoch)
        works.get(id)?.stop.abort();
    }
  };
  /** One at a time for each migration. */
  const inTurn = (target: Target): Promise<void> => {
    const turn = (turns.get(target.id) ?? Promise.resolve())
      .catch(() => {})
      .then(() => step(target))
      .then(() => troubles.over(target.id));
    turns.set(target.id, turn);
    const forget = () => {
      if (turns.get(target.id) === turn) turns.delete(target.id);
    };
    turn.then(forget, forget);
    return turn;
  };
  const step = async (target: Target) => {
    const { held, collection } = await load(retrieval, target);
    const state = held.body.migration;
    const work = works.get(target.id);
    const effects = outstandingEffects(state);
    if (
      work &&
      (work.lease.workerEpoch !== state.workerEpoch || !effects.some(({ kind }) => kind === work.kind))
    )
      work.stop.abort();
    const isRecorded = recordOf(retrieval, collection).migration?.id === target.id;
    if (isOver(state) && !isRecorded) return;
    for (const effect of effects) await perform(target, state, effect);
    await noteFigures(target, held);
    if (state.stage === 'ready') {
      const basis = await basisOf(retrieval, state, collection);
      const outdated = {
        reason: 'The verdict no longer holds',
        unless: (now: Migration) => now.pending !== null,
      };
      if (isOutdated(state, basis, retrieval.now().getTime()))
        await observe(retrieval, target, { kind: 'looked', basis }, outdated);
    }
  };
  const perform = async (target: Target, state: Migration, effect: Effect): Promise<void> => {
    switch (effect.kind) {
      case 'open-dual-write':
        await openDualWrite(retrieval, target);
        return step(target);
      case 'flip':
        return performFlip(retrieval, target);
      case 'drop':
      case 'close-dual-write':
        return dropIdle(retrieval, target);
      case 'run-backfill':
      case 'run-gate':
        return begin(target, state, effect.kind);
      case 'stop-backfill':
      case 'set-throttle':
      case 'set-canary':
        return;
    }
  };
  const begin = async (target: Target, state: Migration, kind: Work['kind']) => {
    const running = works.get(target.id);
    if (running && !running.stop.signal.aborted && running.kind === kind) {
      running.throttle = state.throttle;
      await holdLease(retrieval, running.lease);
      return;
    }
    if (running) await running.ended;
    if (!timer || isClosed || (rests.get(target.id) ?? 0) > performance.now()) return;
    const lease = { id: target.id, holder, workerEpoch: state.workerEpoch, leaseMs };
    if (!(await holdLease(retrieval, lease))) return;
    const work: Work = {
      kind,
      lease,
      throttle: state.throttle,
      stop: new AbortController(),
      ended: Promise.resolve(),
    };
    works.set(target.id, work);
    work.ended = (kind === 'run-gate' ? gate(target, work) : fill(target, work))
      .catch(async (error: unknown) => {
        if (work.stop.signal.aborted || (await isGone(target))) return;
        rests.set(target.id, performance.now() + restMs);
        log.error({ err: error, ...target, kind }, 'work for a migration has failed; trying again');
        return note(work.lease, 'It has failed and is tried again in a moment; the log says why');
      })
      .finally(() => works.delete(target.id));
  };
  /** Whether its collection was deleted meanwhile: then there is nothing left to be done, and nothing is wrong. */
  const isGone = async (target: Target): Promise<boolean> => {
    const stored = await retrieval.store.migrations.find(target.id);
    await retrieval.directory.reload();
    return stored === null || retrieval.directory.byId(stored.collection) === null;
  };
  const note = async (lease: Lease, words: string) => {
    await holdLease(retrieval, lease, { note: words }).catch(() => null);
  };
  const gate = (target: Target, { lease, stop }: Work) =>
    runGate(retrieval, { ...target, workerEpoch: lease.workerEpoch }, stop.signal);
  const fill = async (target: Target, work: Work) => {
    const { held, collection } = await load(retrieval, target);
    const index = indexOf(collection, held.body.migration.to);
    const end = await backfill(retrieval, {
      lease: work.lease,
      index,
      slots: collection.indexes.map(({ slot }) => slot),
      from: held.body.backfill,
      budget: keepBudget({
        spent: held.body.spent,
        costOf: (tokens) => retrieval.indexers.costOf(held.body.version.body.specification.embedder, tokens),
        throttle: () => work.throttle,
      }),
      throttle: () => work.throttle,
      restMs: embedderRestMs,
      signal: work.stop.signal,
    });
    if (end === 'fenced') return;
    const unless = ({ workerEpoch }: Migration) => workerEpoch !== work.lease.workerEpoch;
    if (end !== 'done') {
      const patch = { lease: null, note: end.pause };
      await observe(retrieval, target, { kind: 'pause' }, { reason: end.pause, patch, unless });
      return;
    }
    const reason = 'All documents are in the new index';
    await observe(
      retrieval,
      target,
      { kind: 'backfilled' },
      { reason, patch: { lease: null, note: '' }, unless },
    );
    works.delete(target.id);
    wake();
  };
  const wake = () => {
    if (!timer || isClosed || looking) return;
    looking = look()
      .catch((error: unknown) => log.error({ err: error }, 'migrations could not be looked at; trying again'))
      .finally(() => {
        looking = null;
      });
  };
  return {
    step: inTurn,
    start() {
      timer ??= setInterval(wake, everyMs).unref();
      wake();
    },
    async close() {
      isClosed = true;
      if (timer) clearInterval(timer);
      for (const { stop } of works.values()) stop.abort();
      await looking;
      await Promise.all([...turns.values()].map((turn) => turn.catch(() => {})));
      await Promise.all([...works.values()].map(({ ended }) => ended));
    },
  };
}

/** Whether "ready" no longer holds; asked before anything is written. */
function isOutdated(state: Migration, basis: string, now: number): boolean {
  return gateChecks(state, basis, now).some(({ passed }) => !passed);
}
