import { describe, expect, it } from 'vitest';
import type { Collection } from '../model/collection.ts';
import { describeCollection, migrationAct } from './describeCollection.ts';

const [from, to] = ['iv_00000000000000000000', 'iv_11111111111111111111'];
const collection = (
  state: string | null,
  change: Partial<Collection> = {},
  percent?: number,
): Collection => ({
  key: 'docs',
  name: 'Docs',
  description: '',
  serving: from,
  indexes: [from, to],
  epoch: 1,
  migration:
    state === null
      ? null
      : {
          id: 'm',
          from,
          to,
          state,
          step: state.length + (percent ?? 0),
          ...(percent === undefined ? {} : { percent }),
        },
  ...change,
});

describe('what an entry of the log did with a migration', () => {
  it('is named by the act', () => {
    expect(migrationAct(collection(null), collection('draft'))).toBe('Planned to move Docs to another index');
    expect(migrationAct(collection('paused'), collection('backfilling'))).toBe(
      'Resumed the backfill of Docs',
    );
    expect(migrationAct(collection('ready'), collection('canary', {}, 20))).toMatch(/^Canary 20%: /);
    expect(migrationAct(collection('canary', {}, 20), collection('canary', {}, 50))).toMatch(/^Canary 50%: /);
    expect(migrationAct(collection('retiring'), collection(null))).toMatch(/^Finished the move of Docs/);
    expect(migrationAct(collection('ready'), collection(null))).toMatch(/^Cancelled the move of Docs/);
  });

  it('is a cutover or a reverse where queries moved', () => {
    expect(migrationAct(collection('ready'), collection('serving-new', { serving: to }))).toBe(
      'Cut over Docs to the new index',
    );
    expect(
      migrationAct(collection('serving-new', { serving: to }), collection('serving-old', { serving: from })),
    ).toBe('Reversed Docs to the old index');
    const asked = collection('ready');
    const migration = asked.migration && { ...asked.migration, step: 9, asked: 'cutover' as const };
    expect(migrationAct(asked, { ...asked, migration })).toBe('Asked to cut over Docs to the new index');
  });

  it('is none where a collection is made, renamed or deleted', () => {
    expect(migrationAct(null, collection(null))).toBeNull();
    expect(migrationAct(collection('ready'), collection('ready', { name: 'Manual' }))).toBeNull();
    expect(migrationAct(collection(null), null)).toBeNull();
  });

  it('is told line by line with labels, and never as "other settings"', () => {
    const label = (id: string) => (id === to ? 'New' : 'Old');
    const change = (before: Collection, after: Collection) =>
      describeCollection({ kind: 'collection', key: 'docs', before, after }, label).lines;
    expect(change(collection('ready'), collection('serving-new', { serving: to }))).toEqual([
      { what: 'Queries are answered by', before: 'Old', after: 'New' },
      {
        what: 'Move to another index',
        before: 'ready to cut over (New)',
        after: 'cut over, the new index serves (New)',
      },
    ]);
    const still = collection('ready');
    expect(change(still, { ...still, migration: { id: 'm', from, to, state: 'ready', step: 9 } })).toEqual(
      [],
    );
  });
});
