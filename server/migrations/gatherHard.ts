import { setTimeout as sleep } from 'node:timers/promises';
import { type CoverageSummary, type Found, mostExamples, note } from '../../shared/migration/coverage.ts';
import { type HardInput, probeDepth, probeSample, rechunkSample } from '../../shared/migration/hardChecks.ts';
import type { VectorSummary } from '../../shared/migration/vectors.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import { search } from '../retrieval/search.ts';
import type { PendingDocument, SampledDocument, StoredCollection, StoredIndex } from '../store/retrieval.ts';
import { deadLetters } from './facts.ts';

const looks = 20;
const lookPauseMs = 250;
const page = 200;
const mostListed = 2_000;
const rowsAtOnce = 2_000;

interface Subject {
  collection: StoredCollection;
  index: StoredIndex;
  signal: AbortSignal;
}

/** What the gate's hard checks are decided by. */
export async function gatherHard(retrieval: Retrieval, subject: Subject): Promise<HardInput> {
  const coverage = await gatherCoverage(retrieval, subject);
  const sample = await retrieval.store.sampleIndex({ slot: subject.index.slot, count: rechunkSample });
  return {
    coverage,
    rechunked: await rechunk(retrieval, subject, sample),
    vectors: await inspect(retrieval, subject),
    probe: await probe(retrieval, subject, sample),
  };
}

/**
 * Coverage while writes go on: a document counts as missing or outdated, and a removed one as an orphan, only if the same
 * write of it was already owed at the first look and still is at the last.
 */
async function gatherCoverage(
  retrieval: Retrieval,
  { collection, index, signal }: Subject,
): Promise<CoverageSummary> {
  const { slot } = index;
  const { store, pump } = retrieval;
  const isHeld = async (document: string) => {
    const found = await store.document(collection.id, document);
    return found?.row.applied.some(({ version }) => version === index.version) ?? false;
  };
  const deadNow = async () => {
    const letters = await deadLetters(retrieval, collection, index.version);
    return new Map(letters.map(({ document, seq }) => [document, seq]));
  };
  const name = ({ document, seq }: PendingDocument) => `${seq} ${document}`;
  const first = await owed(retrieval, slot);
  let left = first;
  let dead = await deadNow();
  const isDead = ({ document, seq }: PendingDocument) => dead.get(document) === seq;
  for (let look = 1; look < looks && !left.every(isDead) && !signal.aborted; look++) {
    pump.wake();
    await sleep(lookPauseMs);
    const still = new Set((await owed(retrieval, slot)).map(name));
    left = left.filter((document) => still.has(name(document)));
    dead = await deadNow();
  }
  const now = await owed(retrieval, slot);
  const summary = await store.manifestSummary(slot);
  const orphans = none();
  const missing = none();
  const outdated = none();
  const refused = none();
  for (const document of left) {
    if (document.body === null) note(orphans, document.document);
    else if (isDead(document)) note(refused, document.document);
    else if (await isHeld(document.document)) note(outdated, document.document);
    else note(missing, document.document);
  }
  // Chunks whose document does not exist at all are in no list: they are what the count has beyond removals on their way.
  const onTheirWay = now.filter(({ body }) => body === null).length;
  orphans.count += Math.max(0, summary.orphans - onTheirWay);
  const short = missing.count + outdated.count + refused.count;
  const unlisted = now.length >= mostListed ? summary.documents - summary.covered - short : 0;
  missing.count += Math.max(0, unlisted);
  return {
    documents: summary.documents,
    covered: summary.documents - missing.count - outdated.count - refused.count,
    missing,
    outdated,
    refused,
    orphans,
  };
}

const none = (): Found => ({ count: 0, examples: [] });

/** What an index does not hold as it is now, up to a bound. */
async function owed({ store }: Retrieval, slot: number): Promise<PendingDocument[]> {
  const all: PendingDocument[] = [];
  let after: string | null = null;
  while (all.length < mostListed) {
    const query: { slot: number; after: string | null; limit: number } = { slot, after, limit: page };
    const { documents, last } = await store.backfillPage(query);
    // The texts are of no use here.
    all.push(...documents.map((one) => (one.body ? { ...one, body: { ...one.body, text: '' } } : one)));
    if (last === null) break;
    after = last;
  }
  return all;
}

async function rechunk(
  { indexers }: Retrieval,
  { index }: Subject,
  sample: SampledDocument[],
): Promise<HardInput['rechunked']> {
  const differing = none();
  const cut = await indexers.cut(
    index.version,
    sample.map(({ body }) => body),
  );
  for (const [at, { document, chunks }] of sample.entries())
    if (cut[at]?.length !== chunks) note(differing, document);
  return { sampled: sample.length, differing };
}

async function inspect({ store }: Retrieval, { index, signal }: Subject): Promise<VectorSummary> {
  const summary = { checked: 0, wrongDimensions: none(), notFinite: none(), zero: none() };
  const add = (found: Found, count: number, examples: readonly string[]) => {
    if (count === 0) return;
    found.count += count;
    found.examples = [...found.examples, ...examples].slice(0, mostExamples);
  };
  let after: number | null = null;
  do {
    signal.throwIfAborted();
    const query: { slot: number; after: number | null; limit: number } = {
      slot: index.slot,
      after,
      limit: rowsAtOnce,
    };
    const { checked, wrongLength, notFinite, zero, examples, last } = await store.inspectVectors(query);
    summary.checked += checked;
    add(summary.wrongDimensions, wrongLength, examples);
    add(summary.notFinite, notFinite, examples);
    add(summary.zero, zero, examples);
    after = last;
  } while (after !== null);
  return summary;
}

/** Asks the index for documents by their own words: a query embedder that does not fit the documents' finds few. */
async function probe(
  retrieval: Retrieval,
  { collection, index, signal }: Subject,
  sample: SampledDocument[],
): Promise<HardInput['probe']> {
  const texts = sample.filter(({ text }) => text !== null).slice(0, probeSample);
  let found = 0;
  for (const { document, text } of texts) {
    const { environment, key } = collection;
    const { passages } = await search(retrieval, {
      environment,
      collection: key,
      query: text ?? '',
      k: probeDepth,
      version: index.version,
      signal,
    });
    if (passages.some((passage) => passage.document === document)) found++;
  }
  return { asked: texts.length, found };
}
