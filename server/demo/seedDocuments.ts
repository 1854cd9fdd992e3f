import { mostDocuments, NewDocument } from '../../shared/model/document.ts';
import type { Author } from '../../shared/model/revision.ts';
import { createCollection } from '../retrieval/createCollection.ts';
import { upsertDocuments } from '../retrieval/ingest.ts';
import { drained } from '../retrieval/liveVersions.ts';
import { IndexVersionDraft } from '../retrieval/prepareVersion.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { readSections } from './readSections.ts';

const seeded = 'demo documents seeded';
const key = 'docs';
const patienceMs = 20_000;
/** Pages without sentences: a table of yes and no that names every word there is would be found for every question. */
const tables: ReadonlySet<string> = new Set(['docs/permissions.md']);

/**
 * Makes the project's documentation a collection, once per database: a document for each section, on the weaker built-in
 * embedder. Runs while the server listens; a crash in the middle is made good at the next start.
 */
export async function seedDocuments(
  retrieval: Retrieval,
  { environment, author, folder }: { environment: string; author: Author; folder: string },
): Promise<void> {
  const { store } = retrieval.configuration;
  if ((await store.facts.get(seeded)) !== null) return;
  const sections = (await readSections(folder, ['docs'])).filter((one) => !tables.has(one.document));
  if (!retrieval.directory.list(environment).some((one) => one.key === key))
    await createCollection(
      retrieval,
      {
        environment,
        key,
        name: 'Documentation',
        description:
          'Knowngood’s own documentation, section by section, for the support assistant of the demo.',
        version: IndexVersionDraft.parse({
          label: 'Words, 256 dimensions',
          embedder: { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 },
        }),
      },
      { author, reason: 'Made the collection of the demo' },
    );
  const documents = sections.map(({ id, document, heading, text }) =>
    NewDocument.parse({ id, title: heading, text, metadata: { file: document } }),
  );
  for (let start = 0; start < documents.length; start += mostDocuments)
    await upsertDocuments(retrieval, {
      environment,
      collection: key,
      documents: documents.slice(start, start + mostDocuments),
    });
  const index = retrieval.directory.find(environment, key).indexes[0];
  if (index) await drained(retrieval, index.slot, patienceMs);
  await retrieval.warmUp();
  await store.facts.set(seeded, retrieval.now().toISOString());
}
