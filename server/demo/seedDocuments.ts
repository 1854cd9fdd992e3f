import { mostDocuments } from '../../shared/model/document.ts';
import type { Author } from '../../shared/model/revision.ts';
import { keepGoldenSet } from '../migrations/goldenSet.ts';
import { planMigration } from '../migrations/plan.ts';
import { createCollection } from '../retrieval/createCollection.ts';
import { upsertDocuments } from '../retrieval/ingest.ts';
import { drained } from '../retrieval/liveVersions.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import {
  documentationKey as collection,
  documentationSections,
  documentOf,
  strongerVersion,
  weakerVersion,
} from './documentation.ts';
import { readGoldenQuestions } from './goldenQuestions.ts';

const seeded = 'demo documents seeded';
const patienceMs = 20_000;
/** Slow enough to be watched: the demo's backfill takes some ten seconds. */
const throttle = { documentsPerSecond: 25, batchesInFlight: 2, budgetUsd: null };

interface Seeding {
  environment: string;
  author: Author;
  folder: string;
}

/**
 * Makes the project's documentation a collection on the weaker built-in embedder, keeps questions whose answering sections were
 * judged, and plans the move to the stronger one; once per database. Runs while the server listens. Each step looks for
 * what is there already, so a crash in the middle is made good at the next start.
 */
export async function seedDocuments(retrieval: Retrieval, seeding: Seeding): Promise<void> {
  const { store } = retrieval.configuration;
  if ((await store.facts.get(seeded)) !== null) return;
  await fillCollection(retrieval, seeding);
  await planMove(retrieval, seeding);
  await store.facts.set(seeded, retrieval.now().toISOString());
}

async function fillCollection(retrieval: Retrieval, { environment, author, folder }: Seeding): Promise<void> {
  if (!retrieval.directory.list(environment).some(({ key }) => key === collection))
    await createCollection(
      retrieval,
      {
        environment,
        key: collection,
        name: 'Documentation',
        description:
          'Knowngood’s own documentation, section by section, for the support assistant of the demo.',
        version: weakerVersion,
      },
      { author, reason: 'Made the collection of the demo' },
    );
  const documents = (await documentationSections(folder)).map(documentOf);
  for (let start = 0; start < documents.length; start += mostDocuments)
    await upsertDocuments(retrieval, {
      environment,
      collection,
      documents: documents.slice(start, start + mostDocuments),
    });
  const index = retrieval.directory.find(environment, collection).indexes[0];
  if (index) await drained(retrieval, index.slot, patienceMs);
  await retrieval.warmUp();
}

/** A draft only: whether the collection moves, and when, is for a person to say. */
async function planMove(retrieval: Retrieval, { environment, author }: Seeding): Promise<void> {
  const { id } = retrieval.directory.find(environment, collection);
  const { migrations } = retrieval.store;
  if ((await migrations.goldenSets(id)).length === 0) {
    const queries = (await readGoldenQuestions()).map(({ ask, sections }) => ({
      query: ask,
      grades: sections,
    }));
    await keepGoldenSet(retrieval, {
      environment,
      collection,
      name: 'Questions about Knowngood, judged by hand',
      queries,
    });
  }
  if ((await migrations.list({ collection: id, limit: 1 })).length === 0)
    await planMigration(
      retrieval,
      { environment, collection, version: strongerVersion, throttle },
      { author, reason: 'Planned the move of the demo’s collection to the stronger embedder' },
    );
}
