import type Database from 'better-sqlite3';
import type { DocumentBody } from '../../../shared/model/document.ts';
import type { MigrationStore, RetrievalStore, SampledDocument } from '../retrieval.ts';
import { chunkTable } from './chunkTables.ts';

/** Documents of an index for the checks of a migration's gate; the reading thread's work. */
export function indexSamples(connection: Database.Database) {
  const held = connection
    .prepare('select document from manifests where slot = ? and deleted = 0 order by document')
    .pluck();
  const body = connection.prepare(
    `select d.id as document, m.chunks, d.body from manifests m
     join collection_indexes i on i.slot = m.slot
     join documents d on d.collection = i.collection and d.id = m.document and d.seq = m.seq
     where m.slot = ? and m.document = ? and d.deleted = 0`,
  );
  const goldenSets = connection.prepare(
    `select id, collection, name, hash, created_at as createdAt, json_array_length(body, '$.queries') as queries
     from golden_sets where collection = ? order by created_at desc limit ?`,
  );
  // SQLite takes the other columns from the row that has the maximum.
  const verdicts = connection.prepare(
    `select max(r.number), json_extract(r.body, '$.golden.hash') as golden,
       json_extract(r.body, '$.statistical.verdict') as verdict
     from index_migrations m join gate_reports r on r.migration = m.id
     where m.collection = @collection and json_extract(m.body, '$.migration.from') = @from
       and json_extract(m.body, '$.version.body.specification.embedder.provider') = @provider
       and json_extract(m.body, '$.version.body.specification.embedder.model') = @model
       and json_extract(r.body, '$.statistical.verdict') in ('pass', 'fail')
     group by golden`,
  );
  return {
    decidedVerdicts: (query: Parameters<MigrationStore['decidedVerdicts']>[0]) =>
      (verdicts.all(query) as Awaited<ReturnType<MigrationStore['decidedVerdicts']>>).map(
        ({ golden, verdict }) => ({ golden, verdict }),
      ),
    countedGoldenSets: ({
      collection,
      limit,
    }: Parameters<MigrationStore['countedGoldenSets']>[0]): Awaited<
      ReturnType<MigrationStore['countedGoldenSets']>
    > => goldenSets.all(collection, limit) as Awaited<ReturnType<MigrationStore['countedGoldenSets']>>,
    sampleIndex({ slot, count }: Parameters<RetrievalStore['sampleIndex']>[0]): SampledDocument[] {
      const ids = held.all(slot) as string[];
      const step = Math.max(1, ids.length / count);
      const chunk = connection
        .prepare(`select text from ${chunkTable(slot)} where document = ? and chunk = 0`)
        .pluck();
      const sample: SampledDocument[] = [];
      for (let at = 0; at < ids.length && sample.length < count; at += step) {
        const found = body.get(slot, ids[Math.floor(at)]) as
          | { document: string; chunks: number; body: string }
          | undefined;
        // Written again since, and not applied yet: nothing to compare with.
        if (!found) continue;
        const text = (chunk.get(found.document) as string | undefined) ?? null;
        sample.push({ ...found, body: JSON.parse(found.body) as DocumentBody, text });
      }
      return sample;
    },
  };
}

export type IndexSamples = ReturnType<typeof indexSamples>;
