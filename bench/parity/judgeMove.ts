import { compareCoverage } from '../../shared/migration/coverage.ts';
import { probeDepth, probeSample, rechunkSample } from '../../shared/migration/hardChecks.ts';
import { type GateReport, judgeGate } from '../../shared/migration/judgeGate.ts';
import { scoreQuery } from '../../shared/migration/scoreQuery.ts';
import { summariseVectors } from '../../shared/migration/vectors.ts';
import { split } from '../../shared/retrieval/split.ts';
import type { Collection } from './collections.ts';
import { hashOf, type SearchIndex, search, seqOf, wholeDocuments } from './searchIndex.ts';

/** An index and its results for every query of the collection, a hundred documents each. */
export interface Searched {
  index: SearchIndex;
  results: ReadonlyMap<string, string[]>;
}

export const searchAll = (collection: Collection, index: SearchIndex): Searched => ({
  index,
  results: new Map(collection.queries.map(({ id, text }) => [id, search(index, text, 100)])),
});

/** Gathers what the product's gate looks at, and asks the product's gate. */
export function judgeMove(collection: Collection, old: Searched, next: Searched): GateReport {
  const { documents, queries } = collection;
  const resultsOf = (id: string) => ({ old: old.results.get(id) ?? [], new: next.results.get(id) ?? [] });
  const emptyIn = ({ results }: Searched) =>
    [...results.values()].filter((found) => found.length === 0).length;
  return judgeGate({
    hard: {
      coverage: compareCoverage(
        documents.map((document, index) => ({
          id: document.id,
          seq: seqOf(index),
          hash: hashOf(document),
          removed: false,
        })),
        next.index.applied,
      ),
      rechunked: rechunk(collection, next.index),
      vectors: summariseVectors(
        next.index.chunks.map(({ document, vector }) => ({ id: document, vector })),
        next.index.embedder.dimensions,
      ),
      probe: probe(next.index),
    },
    scores: queries.flatMap(({ id, grades }) => scoreQuery(id, grades, resultsOf(id)) ?? []),
    operational: {
      queries: queries.length,
      empty: { old: emptyIn(old), new: emptyIn(next) },
      p99Ms: null,
      approximateRecall: null,
    },
    results: queries.map(({ id }) => ({ query: id, ...resultsOf(id) })),
  });
}

function probe(index: SearchIndex) {
  const every = Math.max(1, Math.floor(index.chunks.length / probeSample));
  const asked = index.chunks.filter((_, place) => place % every === 0);
  const found = asked.filter(({ document, text }) => search(index, text, probeDepth).includes(document));
  return { asked: asked.length, found: found.length };
}

function rechunk({ documents }: Collection, { applied }: SearchIndex) {
  const chunks = new Map(applied.map((document) => [document.id, document.chunks]));
  const every = Math.max(1, Math.floor(documents.length / rechunkSample));
  const sampled = documents.filter(({ id }, place) => place % every === 0 && chunks.has(id));
  const differing = sampled.filter(
    (document) => split(wholeDocuments, document).length !== chunks.get(document.id),
  );
  return {
    sampled: sampled.length,
    differing: { count: differing.length, examples: differing.map(({ id }) => id) },
  };
}
