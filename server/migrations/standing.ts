import { agreementsThatHold } from '../../shared/migration/agreement.ts';
import { AgreedAct } from '../../shared/migration/migration.ts';
import { transition } from '../../shared/migration/transition.ts';
import type { Approver } from '../../shared/model/approvalPolicy.ts';
import { policyOf } from '../approvals/policy.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import type { StoredCollection } from '../store/retrieval.ts';
import { deadLetters, reverseFacts } from './facts.ts';
import type { Held } from './held.ts';

export interface SideLag {
  side: 'old' | 'new';
  version: string;
  /** Acknowledged writes that this index has yet to apply, and how long the oldest has waited. */
  waiting: number;
  oldestWaitingMs: number | null;
  /** Writes that it could not apply. */
  dead: number;
}

/** How far each live index of a migration is behind what was acknowledged. */
export async function lagOf(
  { store, now }: Retrieval,
  { body: { migration } }: Held,
  { indexes }: StoredCollection,
): Promise<SideLag[]> {
  const sides = indexes.flatMap(({ slot, version }) =>
    version === migration.from || version === migration.to
      ? [{ slot, version, side: version === migration.to ? ('new' as const) : ('old' as const) }]
      : [],
  );
  return Promise.all(
    sides.map(async ({ slot, ...side }) => {
      const { waiting, dead, oldestWaitingAt } = await store.outboxCounts(slot);
      const since = oldestWaitingAt === null ? null : now().getTime() - Date.parse(oldestWaitingAt);
      return { ...side, waiting, dead, oldestWaitingMs: since === null ? null : Math.max(0, since) };
    }),
  );
}

export interface Reversal {
  /** Whether it would go through now, as it is, without anything typed. */
  possible: boolean;
  words: string;
  /** Documents that the old index does not have as they are now: how many, and the first of them. */
  behindCount: number;
  behind: string[];
}

/** Whether a reverse would work now; null where queries do not go to the new index. Changes nothing. */
export async function reversalOf(
  retrieval: Retrieval,
  { body: { migration } }: Held,
  collection: StoredCollection,
): Promise<Reversal | null> {
  if (migration.stage !== 'serving-new') return null;
  const asked = { epochSeen: collection.epoch, confirmation: null };
  const facts = await reverseFacts(retrieval, migration, collection, asked);
  const outcome = transition(migration, { kind: 'reverse', facts }, retrieval.now().getTime());
  const refused = outcome.allowed ? [] : outcome.refusals;
  return {
    possible: outcome.allowed,
    words: outcome.allowed
      ? 'The old index has every write: one act sends all queries back to it'
      : refused.map(({ figure, mend }) => `${figure}. ${mend}`).join('. '),
    behindCount: facts.behindCount,
    behind: [...facts.behind],
  };
}

const mostRefused = 20;

/** The first dead letters of an index, with why. */
export async function refusedBy(
  retrieval: Retrieval,
  collection: StoredCollection,
  version: string,
): Promise<{ document: string; error: string }[]> {
  const letters = await deadLetters(retrieval, collection, version, mostRefused);
  return letters.slice(0, mostRefused).map(({ document, error }) => ({ document, error }));
}

/** Whom the environment wants to agree to a cutover or a retirement, and who has, as things are. */
export function approvalOf(
  { configuration, now }: Retrieval,
  { body: { migration } }: Held,
  { environment }: StoredCollection,
): { need: Approver; agreed: { act: AgreedAct; by: string; name: string; at: string }[] } {
  const at = now().getTime();
  return {
    need: policyOf(configuration.committed(environment)).cutover,
    agreed: AgreedAct.options.flatMap((act) =>
      agreementsThatHold(migration, act, at).map((one) => {
        return { act, by: one.by, name: one.name, at: new Date(one.at).toISOString() };
      }),
    ),
  };
}
