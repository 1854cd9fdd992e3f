import type { Stage } from '../migration/migration.ts';
import type { Collection } from '../model/collection.ts';
import type { Change } from '../model/revision.ts';
import type { DescribedChange } from './describeChange.ts';
import { difference, type Fact, given } from './difference.ts';

/** What people call an index version; of one that nobody knows any more, the beginning of its id. */
export type IndexLabel = (version: string) => string;

/** "iv_db4d91c2…" */
export const shortIndex: IndexLabel = (version) =>
  version.length > 11 ? `${version.slice(0, 11)}…` : version;

const stands: Record<Stage, string> = {
  draft: 'planned',
  'dual-write': 'the new index is being opened',
  backfilling: 'backfilling',
  paused: 'paused',
  verifying: 'being compared',
  ready: 'ready to cut over',
  stale: 'the verdict holds no longer',
  canary: 'tried on a share of queries',
  'serving-new': 'cut over, the new index serves',
  'serving-old': 'reversed, the old index serves',
  retiring: 'the other index is being dropped',
  retired: 'finished',
  cancelled: 'cancelled',
};

const isStage = (state: string): state is Stage => Object.hasOwn(stands, state);

/** A change of a collection in words, as `describeChange` tells all others. */
export function describeCollection(change: Change, label: IndexLabel): DescribedChange {
  const before = change.before as Collection | null;
  const after = change.after as Collection | null;
  const facts = (body: Collection | null) => (body === null ? [] : collectionFacts(body, label));
  return {
    kind: 'collection',
    key: change.key,
    name: (after ?? before)?.name ?? change.key,
    action: before === null ? 'created' : after === null ? 'deleted' : 'changed',
    act: migrationAct(before, after),
    lines: difference(facts(before), facts(after)),
  };
}

/** What the log says of a collection. Where a move stands comes first: the new state is what people look for. */
const collectionFacts = (
  { name, description, serving, indexes, migration }: Collection,
  label: IndexLabel,
): Fact[] =>
  given([
    ['Name', name],
    ['Description', description],
    ['Queries are answered by', label(serving)],
    ['Index versions', indexes.map(label).join(' and ')],
    [
      'Move to another index',
      migration
        ? `${isStage(migration.state) ? stands[migration.state] : migration.state} (${label(migration.to)})`
        : '',
    ],
  ]);

/** The act of a migration that an entry of the log is about: "Cut over Docs to the new index". Null where it is about none. */
export function migrationAct(before: Collection | null, after: Collection | null): string | null {
  if (before === null || after === null) return null;
  const { name } = after;
  const [was, now] = [before.migration, after.migration];
  if (before.serving !== after.serving)
    return (now ?? was)?.from === after.serving
      ? `Reversed ${name} to the old index`
      : `Cut over ${name} to the new index`;
  if (was === null && now === null) return null;
  if (was === null) return `Planned to move ${name} to another index`;
  if (now === null)
    return was.state === 'retiring'
      ? `Finished the move of ${name}: the other index is gone`
      : `Cancelled the move of ${name} to another index`;
  if (was.state === now.state && was.step === now.step) return null;
  if (was.asked === undefined && now.asked !== undefined)
    return now.asked === 'cutover'
      ? `Asked to cut over ${name} to the new index`
      : `Asked to reverse ${name} to the old index`;
  if (now.state === 'canary' && now.percent !== undefined && now.percent !== was.percent)
    return `Canary ${now.percent}%: the new index of ${name} answers a share of queries`;
  if (was.state === now.state) return sameStage(now.state, name);
  return isStage(now.state) ? became[now.state](name, was.state) : null;
}

const sameStage = (state: string, name: string): string =>
  state === 'verifying'
    ? `Compared the two indexes of ${name}`
    : `A step of the move of ${name} (${isStage(state) ? stands[state] : state})`;

const became: Record<Stage, (name: string, from: string) => string> = {
  draft: (name) => `The new index of ${name} could not be opened`,
  'dual-write': (name) => `Started to move ${name} to another index`,
  backfilling: (name, from) =>
    from === 'paused' ? `Resumed the backfill of ${name}` : `The backfill of ${name} began`,
  paused: (name) => `Paused the backfill of ${name}`,
  verifying: (name) => `The two indexes of ${name} are compared`,
  ready: (name, from) =>
    from === 'canary'
      ? `Ended the trial: the old index of ${name} answers all queries`
      : `The new index of ${name} is ready to cut over`,
  stale: (name) => `The verdict about the new index of ${name} holds no longer`,
  canary: (name) => `Tries the new index of ${name} on a share of queries`,
  'serving-new': (name) => `Cut over ${name} to the new index`,
  'serving-old': (name) => `Reversed ${name} to the old index`,
  retiring: (name) => `Retired the index of ${name} that does not serve`,
  retired: (name) => `Finished the move of ${name}: the other index is gone`,
  cancelled: (name) => `Cancelled the move of ${name} to another index`,
};
