import type { Throttle } from '../../shared/migration/migration.ts';
import { estimateBackfill } from '../../shared/migration/progress.ts';
import { estimateTexts } from '../calls/estimateTokens.ts';
import type { IndexVersionDraft } from '../retrieval/prepareVersion.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import type { SampledDocument, StoredCollection } from '../store/retrieval.ts';
import { indexOf } from './facts.ts';
import type { MigrationEstimate } from './held.ts';

/** So many documents, evenly spread over the collection, are cut as the new index would cut them. */
const sampled = 100;
/** Of long documents fewer, up to so many characters. */
const mostCharacters = 5_000_000;

export interface PlanRequest {
  environment: string;
  collection: string;
  version: IndexVersionDraft;
  throttle: Throttle;
}

/** What a backfill of a collection will take at a throttle, from a sample of its documents. Changes nothing. */
export async function estimateMigration(
  retrieval: Retrieval,
  { environment, collection: key, version, throttle }: PlanRequest,
): Promise<MigrationEstimate> {
  const collection = retrieval.directory.find(environment, key);
  return estimateFor(retrieval, collection, version, throttle);
}

/** The same of an index version that has been specified. */
export async function estimateFor(
  retrieval: Retrieval,
  collection: StoredCollection,
  version: Pick<IndexVersionDraft, 'splitter' | 'embedder'>,
  throttle: Throttle,
): Promise<MigrationEstimate> {
  const { store, indexers } = retrieval;
  const serving = indexOf(collection, collection.serving);
  const { documents } = await store.manifestSummary(serving.slot);
  const sample = upTo(mostCharacters, await store.sampleIndex({ slot: serving.slot, count: sampled }));
  const cut = await indexers.texts.run(
    'split',
    version.splitter,
    sample.map(({ body }) => body),
  );
  const texts = cut.flat();
  const perDocument = (total: number) => (sample.length === 0 ? 0 : total / sample.length);
  const counted = await estimateTexts(texts.map((text) => prefixOf(version) + text));
  const estimate = estimateBackfill({
    documents,
    meanTokens: perDocument(counted.input),
    // Of a million tokens, because the price of few may be rounded.
    usdPerMillionTokens: indexers.costOf(version.embedder, { ...counted, input: 1e6 }),
    documentsPerSecond: throttle.documentsPerSecond,
  });
  const chunks = Math.ceil(documents * perDocument(texts.length));
  return {
    ...estimate,
    documents,
    chunks,
    memory: {
      old: serving.chunks * serving.dimensions * bytesPerNumber,
      new: chunks * dimensionsOf(version) * bytesPerNumber,
      allowed: store.memoryBytes,
    },
  };
}

const bytesPerNumber = 4;
const lexicalBDimensions = 1_024;

const dimensionsOf = ({ embedder }: Pick<IndexVersionDraft, 'embedder'>): number =>
  'dimensions' in embedder ? embedder.dimensions : lexicalBDimensions;

const prefixOf = ({ embedder }: Pick<IndexVersionDraft, 'embedder'>): string =>
  'documentPrefix' in embedder ? (embedder.documentPrefix ?? '') : '';

function upTo(characters: number, sample: readonly SampledDocument[]): SampledDocument[] {
  let sum = 0;
  return sample.filter(({ body }, at) => {
    sum += body.text.length;
    return at === 0 || sum <= characters;
  });
}
