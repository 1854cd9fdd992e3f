/** A query with its judged documents: a grade above 0 says that a document answers. */
export interface GoldenQuery {
  query: string;
  grades: Record<string, number>;
}

export interface GoldenProblem {
  /** Of the text for JSON Lines, the number of the query in a list; null for the whole. */
  line: number | null;
  message: string;
}

export interface ReadGoldenSet {
  queries: GoldenQuery[];
  problems: GoldenProblem[];
  /** Judged documents that answer, over all queries. */
  relevant: number;
}

const mostQueries = 5_000;
const longestQuery = 2_000;
const longestId = 300;
const mostGrade = 10;

/**
 * Reads a judged set: one JSON object on each line, or one JSON list of them. An object has `query` and either
 * `grades` (document id to 0..10) or `relevant` (a list of ids, each of grade 1). Names every line that is wrong.
 */
export function readGoldenSet(text: string): ReadGoldenSet {
  const trimmed = text.trim();
  if (trimmed === '') return { queries: [], problems: [], relevant: 0 };
  const found = trimmed.startsWith('[') ? listOf(trimmed) : linesOf(text);
  const problems = [...found.problems];
  const queries: GoldenQuery[] = [];
  const seen = new Map<string, number>();
  for (const { line, value } of found.values) {
    const read = readQuery(value);
    if (typeof read === 'string') problems.push({ line, message: read });
    else if (seen.has(read.query))
      problems.push({ line, message: `The same query stands on line ${seen.get(read.query)} already` });
    else {
      seen.set(read.query, line);
      queries.push(read);
    }
  }
  const relevant = queries.reduce((sum, { grades }) => sum + answers(grades), 0);
  if (queries.length > mostQueries)
    problems.push({ line: null, message: `At most 5,000 queries; these are ${queries.length}` });
  if (problems.length === 0 && relevant === 0)
    problems.push({ line: null, message: 'No query names a document that answers it (a grade above 0)' });
  return { queries, problems: problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)), relevant };
}

interface Found {
  values: { line: number; value: unknown }[];
  problems: GoldenProblem[];
}

function listOf(text: string): Found {
  const value = parsed(text);
  if (value === undefined)
    return {
      values: [],
      problems: [{ line: null, message: 'It begins with “[” but is no whole JSON list' }],
    };
  const values = (value as unknown[]).map((one, index) => ({ line: index + 1, value: one }));
  return { values, problems: [] };
}

function linesOf(text: string): Found {
  const found: Found = { values: [], problems: [] };
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const value = parsed(line);
    if (value === undefined)
      found.problems.push({ line: index + 1, message: 'This is no whole JSON object on one line' });
    else found.values.push({ line: index + 1, value });
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The query, or what is wrong with it. */
function readQuery(value: unknown): GoldenQuery | string {
  if (!isRecord(value)) return 'Expected an object with “query” and “grades”';
  const { query, grades, relevant } = value;
  if (typeof query !== 'string' || query.trim() === '') return 'It has no “query”';
  if (query.trim().length > longestQuery) return 'The query is longer than 2,000 characters';
  if (Array.isArray(relevant)) {
    if (!relevant.every(isId)) return '“relevant” is a list of document ids';
    return { query: query.trim(), grades: Object.fromEntries(relevant.map((id) => [id, 1])) };
  }
  if (!isRecord(grades)) return 'It has neither “grades” nor “relevant”';
  for (const [id, grade] of Object.entries(grades)) {
    if (id === '' || id.length > longestId) return `“${id.slice(0, 40)}” is no document id`;
    if (!Number.isInteger(grade) || Number(grade) < 0 || Number(grade) > mostGrade)
      return `The grade of “${id}” is no whole number from 0 to 10`;
  }
  return { query: query.trim(), grades: grades as Record<string, number> };
}

const isId = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longestId;

const answers = (grades: Record<string, number>): number =>
  Object.values(grades).filter((grade) => grade > 0).length;
