/** A golden query: a grade above 0 says that a document answers it. */
export interface JudgedQuery {
  query: string;
  grades: Record<string, number>;
}

/** Golden queries that tell nothing. */
export interface LeftOut {
  /** None of the documents that answer them is in the collection. */
  unanswered: number;
  /** The same query stands before them already, but for case and spaces. */
  repeated: number;
}

export const nothingLeftOut: LeftOut = { unanswered: 0, repeated: 0 };

/** The documents that answer any of the queries, each once. */
export const answersOf = (golden: readonly JudgedQuery[]): string[] => [
  ...new Set(golden.flatMap(({ grades }) => Object.keys(grades).filter((id) => (grades[id] ?? 0) > 0))),
];

/**
 * The golden queries that a verdict is made by: each once, and judged by documents that are there. Grades of others
 * are dropped, because neither index can find them, and any difference would drown in them.
 * @param living Of the documents that answer, those which the collection has.
 */
export function usableQueries(
  golden: readonly JudgedQuery[],
  living: ReadonlySet<string>,
): { queries: JudgedQuery[]; leftOut: LeftOut } {
  const asked = new Set<string>();
  const queries: JudgedQuery[] = [];
  const leftOut = { ...nothingLeftOut };
  for (const { query, grades } of golden) {
    const there = Object.entries(grades).filter(([id, grade]) => grade > 0 && living.has(id));
    const same = query.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
    if (there.length === 0) leftOut.unanswered++;
    else if (asked.has(same)) leftOut.repeated++;
    else {
      asked.add(same);
      queries.push({ query, grades: Object.fromEntries(there) });
    }
  }
  return { queries, leftOut };
}

/** "Left out: 3 that ..."; empty where none is. */
export function leftOutInWords({ unanswered, repeated }: LeftOut): string {
  const parts = [
    ...(unanswered > 0 ? [`${unanswered} that no document of the collection answers`] : []),
    ...(repeated > 0 ? [`${repeated} that ${repeated === 1 ? 'repeats' : 'repeat'} another`] : []),
  ];
  return parts.length === 0 ? '' : `Left out: ${parts.join(', ')}`;
}
