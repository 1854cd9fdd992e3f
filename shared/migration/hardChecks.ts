import { type Check, many, some, spoken } from './check.ts';
import type { CoverageSummary, Found } from './coverage.ts';
import type { VectorSummary } from './vectors.ts';

/** Documents whose chunks were counted again with the version's splitter. */
export interface RechunkSummary {
  sampled: number;
  /** Those whose index holds another number of chunks. */
  differing: Found;
}

/**
 * Documents that were searched for by their own text: each sampled chunk's text goes through the query
 * embedder, and its document must be among the first `probeDepth` results of exact search.
 */
export interface ProbeSummary {
  asked: number;
  found: number;
}

export interface HardInput {
  coverage: CoverageSummary;
  rechunked: RechunkSummary;
  vectors: VectorSummary;
  probe: ProbeSummary;
}

/** How deep a probed document may stand, and the share of probes that must find theirs. */
export const probeDepth = 10;
export const leastProbesFound = 0.9;
/** How many documents the sampled checks look at, or all of a smaller collection. */
export const probeSample = 100;
export const rechunkSample = 100;

/** What an index must fulfil whatever the scores say. */
export const hardChecks = ({ coverage, rechunked, vectors, probe }: HardInput): Check[] => [
  covered(coverage),
  nothing(
    'orphans',
    coverage.orphans,
    'document',
    'in the index that the collection does not have',
    'Ingest their removal again, or start the migration afresh: deletes were lost',
  ),
  nothing(
    'chunk-counts',
    rechunked.differing,
    'document',
    `of ${spoken(rechunked.sampled)} sampled with another number of chunks than its text has now`,
    'Run the backfill again: its splitter was another, or a write was cut off',
  ),
  nothing(
    'dimensions',
    vectors.wrongDimensions,
    'vector',
    'of another length than the index version says',
    'Correct the dimensions of the index version, or the embedder that answers for it',
  ),
  nothing(
    'finite',
    vectors.notFinite,
    'vector',
    'with NaN or an infinity',
    'The embedder answers with broken numbers: embed these documents again',
  ),
  nothing(
    'zero-vectors',
    vectors.zero,
    'vector',
    'of zeros only, which no query finds',
    'The embedder understands nothing in these texts: embed them again or leave them out',
  ),
  probed(probe, vectors.checked),
];

/** Dead letters pass here: whoever cuts over has to waive each of them by its id. */
function covered({ documents, covered: there, missing, outdated, refused }: CoverageSummary): Check {
  const passed = there + refused.count === documents && missing.count === 0 && outdated.count === 0;
  const wrong = [
    ...(missing.count > 0 ? [`missing: ${some(missing.examples, missing.count)}`] : []),
    ...(refused.count > 0
      ? [`dead letters, which a cutover must waive: ${some(refused.examples, refused.count)}`]
      : []),
    ...(outdated.count > 0 ? [`outdated: ${some(outdated.examples, outdated.count)}`] : []),
  ].join('; ');
  return {
    check: 'coverage',
    passed,
    figure: `${spoken(there)} of ${many(documents, 'document')} at their newest version${wrong === '' ? '' : ` (${wrong})`}`,
    mend: passed ? '' : 'Wait for ingestion to catch up, retry dead letters, or run the backfill again',
  };
}

function nothing(check: string, found: Found, noun: string, words: string, mend: string): Check {
  const passed = found.count === 0;
  const examples = passed ? '' : ` (${some(found.examples, found.count)})`;
  return {
    check,
    passed,
    figure: `${many(found.count, noun)} ${words}${examples}`,
    mend: passed ? '' : mend,
  };
}

function probed({ asked, found }: ProbeSummary, vectors: number): Check {
  const passed = asked === 0 ? vectors === 0 : found >= asked * leastProbesFound;
  return {
    check: 'self-retrieval',
    passed,
    figure: `${spoken(found)} of ${many(asked, 'document')} found by their own text`,
    mend: passed
      ? ''
      : asked === 0
        ? 'Probe the index before asking for a verdict'
        : `At least ${Math.round(leastProbesFound * 100)}% are needed. Queries and documents are not embedded alike: check model, revision and prefixes of the index version`,
  };
}
