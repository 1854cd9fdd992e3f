import type Database from 'better-sqlite3';
import type { RetrievalStore, StoredCollection, StoredIndex } from '../retrieval.ts';
import { withoutBlocking } from './withoutBlocking.ts';

type CollectionOperations = Pick<
  RetrievalStore,
  'collections' | 'indexVersion' | 'artifact' | 'closeFence' | 'openFence' | 'advanceEpoch'
>;

/** What is short enough for the main thread: the pointer, the fence and the list. */
export function retrievalCollections(connection: Database.Database): CollectionOperations {
  const list = connection.prepare(
    `select id, environment, key, name, description, serving, epoch, fenced_until as fencedUntil, created_at as createdAt
     from collections where state = 'live' order by environment, key`,
  );
  const indexes = connection.prepare(
    `select collection, slot, version, watermark, chunks, dimensions, added_at as addedAt
     from collection_indexes where state = 'live' order by slot`,
  );
  const version = connection.prepare('select id, body from index_versions where id = ?');
  const artifact = connection.prepare('select bytes from index_artifacts where hash = ?').pluck();
  // Somebody else's fence that has run out counts as open.
  const close = connection.prepare(
    `update collections set fenced_until = @until, fence = @by
     where id = @collection and state = 'live' and epoch = @epoch
       and (fenced_until is null or fenced_until <= @now or fence = @by)`,
  );
  const open = connection.prepare(
    'update collections set fenced_until = null, fence = null where id = @collection and fence = @by and fenced_until > @now',
  );
  const advance = connection.prepare(
    "update collections set epoch = epoch + 1 where id = ? and epoch = ? and state = 'live'",
  );
  return {
    async collections() {
      const rows = list.all() as Omit<StoredCollection, 'indexes'>[];
      const own = Map.groupBy(
        indexes.all() as (StoredIndex & { collection: number })[],
        (row) => row.collection,
      );
      return rows.map((row) => ({
        ...row,
        indexes: (own.get(row.id) ?? []).map(({ collection: _, ...index }) => index),
      }));
    },
    async indexVersion(id) {
      const row = version.get(id) as { id: string; body: string } | undefined;
      if (!row) return null;
      return { id: row.id, body: JSON.parse(row.body) as Record<string, unknown> };
    },
    artifact: async (hash) => (artifact.get(hash) as Uint8Array | undefined) ?? null,
    closeFence: (fence) => withoutBlocking(() => close.run(fence).changes === 1),
    openFence: (fence) => withoutBlocking(() => open.run(fence).changes === 1),
    advanceEpoch: (collection, epoch) =>
      withoutBlocking(() => (advance.run(collection, epoch).changes === 1 ? epoch + 1 : null)),
  };
}
