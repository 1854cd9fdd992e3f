import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { VariablesSchema } from '../../shared/model/prompt.ts';
import type { ProblemCollector } from './problem.ts';

const FrontMatter = z.strictObject({
  /** Name and version are those of the path; where they are given, they must be the same. */
  name: z.string().optional(),
  version: z.union([z.string(), z.number()]).optional(),
  description: z.string().max(2_000).default(''),
  variables: VariablesSchema,
  samples: z.record(z.string(), z.json()).optional(),
});
export type FrontMatter = z.infer<typeof FrontMatter>;

/** Where in the file a part of the front matter stands: the line of the deepest part of the path that is there. */
export type LineOf = (path: readonly PropertyKey[]) => number;

/** Lines of the file before the front matter's first: the opening "---". */
const before = 1;

/** Reads the front matter; null with problems where it cannot be used. */
export function readFrontMatter(
  text: string,
  found: ProblemCollector,
): { front: FrontMatter; lineOf: LineOf } | null {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const lineAt = (offset: number) => Math.max(1, lineCounter.linePos(offset).line) + before;
  for (const error of document.errors)
    found.error(lineAt(error.pos[0]), `Front matter is not valid YAML: ${error.message.split('\n')[0]}`);
  if (document.errors.length > 0) return null;
  const lineOf: LineOf = (path) => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length).map(String), true);
      if (isNode(node) && node.range) return lineAt(node.range[0]);
    }
    return before;
  };
  const parsed = FrontMatter.safeParse(plain(document, found));
  if (parsed.success) return { front: parsed.data, lineOf };
  for (const { path, message } of parsed.error.issues)
    found.error(lineOf(path), `Front matter: ${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`);
  return null;
}

function plain(document: ReturnType<typeof parseDocument>, found: ProblemCollector): unknown {
  try {
    return document.toJS({ maxAliasCount: 10 });
  } catch (error) {
    found.error(
      before,
      `Front matter is not valid YAML: ${error instanceof Error ? error.message.split('\n')[0] : ''}`,
    );
    return {};
  }
}
