import type { IndexVersionSpecification } from '../../../../../shared/retrieval/indexVersion.ts';
import { formatCount } from '../../../ui/format.ts';
import { embedderWords, isLexical, splitterWords } from '../../../ui/indexes/indexWords.ts';
import type { ReadVersion } from '../../../ui/indexes/versionDraft.ts';

export interface ComparedFact {
  what: string;
  old: string;
  new: string;
  changed: boolean;
}

type Serving = Pick<IndexVersionSpecification, 'splitter' | 'embedder'>;

/** The dimensions of the stronger lexical embedder are its own; people do not say them. */
const dimensionsOf = (embedder: ReadVersion['embedder'] | Serving['embedder']): number =>
  'dimensions' in embedder && typeof embedder.dimensions === 'number' ? embedder.dimensions : 1_024;

/** What the new version changes against the one that serves, fact by fact. */
export function compareVersions(
  serving: Serving,
  next: Pick<ReadVersion, 'splitter' | 'embedder'>,
): ComparedFact[] {
  const specification = { splitter: next.splitter, embedder: next.embedder as Serving['embedder'] };
  const fact = (what: string, old: string, fresh: string): ComparedFact => ({
    what,
    old,
    new: fresh,
    changed: old !== fresh,
  });
  const meaning = (version: Serving) =>
    isLexical({ specification: version }) ? 'words only, no meaning' : 'what its model knows';
  const facts = [
    fact('Embedder', embedderWords({ specification: serving }), embedderWords({ specification })),
    fact('It compares', meaning(serving), meaning(specification)),
    fact('Dimensions', formatCount(dimensionsOf(serving.embedder)), formatCount(dimensionsOf(next.embedder))),
    fact('Documents are cut', splitterWords({ specification: serving }), splitterWords({ specification })),
  ];
  const countsAnew = next.embedder.model === 'lexical-b@1';
  return countsAnew
    ? [
        ...facts,
        {
          what: 'Weights of words',
          old: serving.embedder.model === 'lexical-b@1' ? 'as they were counted then' : 'none',
          new: 'counted from today’s documents',
          changed: true,
        },
      ]
    : facts;
}

/** Whether the two differ at all. */
export const isAnother = (facts: readonly ComparedFact[]): boolean => facts.some(({ changed }) => changed);
