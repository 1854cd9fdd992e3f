import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Grades } from '../../shared/statistics/ndcg.ts';

const Document = z.object({ id: z.string(), title: z.string(), text: z.string() });
const Query = z.object({ id: z.string(), text: z.string() });
const Judgment = z.object({ query_id: z.string(), doc_id: z.string(), grade: z.number() });

/** A judged collection. */
export interface Collection {
  name: string;
  documents: z.infer<typeof Document>[];
  queries: { id: string; text: string; grades: Grades }[];
}

/** Labelled data, outside this repository; `BENCH_DATA` names another place. */
export const dataFolder = path.resolve(
  process.env['BENCH_DATA'] ?? path.join(import.meta.dirname, '../../../shared/data'),
);

/** One collection of the labelled data, or null where it is not there. */
export function readCollection(name: string): Collection | null {
  const folder = path.join(dataFolder, 'retrieval', name);
  if (!existsSync(path.join(folder, 'docs.jsonl'))) return null;
  const grades = new Map<string, Map<string, number>>();
  for (const { query_id, doc_id, grade } of rows(path.join(folder, 'qrels.jsonl'), Judgment)) {
    grades.set(query_id, (grades.get(query_id) ?? new Map()).set(doc_id, grade));
  }
  return {
    name,
    documents: rows(path.join(folder, 'docs.jsonl'), Document),
    queries: rows(path.join(folder, 'queries.jsonl'), Query).map((query) => ({
      ...query,
      grades: grades.get(query.id) ?? new Map(),
    })),
  };
}

const rows = <Row>(file: string, schema: z.ZodType<Row>): Row[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
