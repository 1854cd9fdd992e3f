/** A document as the collection has it. */
export interface ExpectedDocument {
  id: string;
  /** Grows with every change of the collection. */
  seq: number;
  hash: string;
  /** A tombstone: the index must not hold it. */
  removed: boolean;
}

/** A document as an index version has applied it; a removed one may stay as a manifest of no chunks. */
export interface AppliedDocument {
  id: string;
  seq: number;
  hash: string;
  chunks: number;
}

export interface Found {
  count: number;
  /** The first few ids, for people. */
  examples: string[];
}

/** What an index holds beside what it should hold. */
export interface CoverageSummary {
  /** Documents that the collection has, tombstones left out. */
  documents: number;
  /** Of these, how many the index has with the same seq and hash. Documents without text count, with no chunks. */
  covered: number;
  /** Not in the index at all. */
  missing: Found;
  /** In the index with another seq or hash. */
  outdated: Found;
  /**
   * Dead letters: documents whose newest write the index has given up on. Each is known by its id, so that the gate lets them
   * pass and the cutover does not, unless they are waived one by one.
   */
  refused: Found;
  /** Chunks in the index of documents that the collection does not have, or has removed. */
  orphans: Found;
}

export const mostExamples = 20;

/** Compares the collection with an index, document by document, by (id, seq, hash). */
export function compareCoverage(
  expected: Iterable<ExpectedDocument>,
  applied: Iterable<AppliedDocument>,
  dead: Iterable<{ id: string; seq: number }> = [],
): CoverageSummary {
  const left = new Map<string, AppliedDocument>();
  for (const document of applied) left.set(document.id, document);
  const given = new Map(Array.from(dead, ({ id, seq }) => [id, seq]));
  const summary = {
    documents: 0,
    covered: 0,
    missing: none(),
    outdated: none(),
    refused: none(),
    orphans: none(),
  };
  for (const { id, seq, hash, removed } of expected) {
    if (removed) continue;
    summary.documents++;
    const there = left.get(id);
    left.delete(id);
    if (there?.seq === seq && there.hash === hash) summary.covered++;
    else if (given.get(id) === seq) note(summary.refused, id);
    else if (!there) note(summary.missing, id);
    else note(summary.outdated, id);
  }
  for (const { id, chunks } of left.values()) if (chunks > 0) note(summary.orphans, id);
  return summary;
}

const none = (): Found => ({ count: 0, examples: [] });

export function note(found: Found, id: string): void {
  found.count++;
  if (found.examples.length < mostExamples) found.examples.push(id);
}
