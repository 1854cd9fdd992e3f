import { boundaryDigest, digestOf, goldenText } from '../../shared/retrieval/goldenText.ts';
import { split } from '../../shared/retrieval/split.ts';
import type { Chunk, SplittableDocument, Splitter } from '../../shared/retrieval/splitter.ts';
import { langchainProblem, splitByLangchain } from './langchainSplitter.ts';

/** The chunks of a document, by the splitter that an index version names; a promise where that is another's. */
export const cut = (splitter: Splitter, document: SplittableDocument): Chunk[] | Promise<Chunk[]> =>
  splitter.id === 'kg-split@1' ? split(splitter, document) : splitByLangchain(splitter, document);

/** The digest of where a splitter cuts the golden text today, or why it cannot be used here. */
export async function boundariesOf(splitter: Splitter): Promise<{ digest: string } | { problem: string }> {
  if (splitter.id === 'kg-split@1') return { digest: boundaryDigest(splitter) };
  const problem = await langchainProblem(splitter);
  return problem === null ? { digest: digestOf(await splitByLangchain(splitter, goldenText)) } : { problem };
}
