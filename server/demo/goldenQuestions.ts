import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const file = new URL('goldenQueries.yaml', import.meta.url);

/** A question about Knowngood with the sections of its documentation that answer it. */
const GoldenQuestion = z.strictObject({
  ask: z.string().trim().min(1),
  /** Words of the documentation; an answer that holds one of them, capitals aside, is right. */
  facts: z.array(z.string().trim().min(1)).min(1),
  /** Ids of sections (`readSections`), graded 1 to 3 by reading them. */
  sections: z.record(z.string().min(1), z.int().min(1).max(3)),
});
export type GoldenQuestion = z.infer<typeof GoldenQuestion>;

/** What people ask the demo: its traffic, and what the indexes of its collection are judged by. */
export async function readGoldenQuestions(): Promise<GoldenQuestion[]> {
  return z.array(GoldenQuestion).parse(parse(await readFile(file, 'utf8')));
}
