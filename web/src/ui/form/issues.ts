import { createContext, useContext } from 'react';

/** What is wrong with one field; the path is the schema's, "rules.0.name". */
export interface Issue {
  path: string;
  message: string;
}

/** The issues of the form that is being edited; empty until somebody has tried to save it. */
export const IssuesContext = createContext<readonly Issue[]>([]);

/** What to say beside the field at this path, or at anything inside it. */
export function useIssue(path: string): string | undefined {
  const issues = useContext(IssuesContext);
  return issues.find((issue) => issue.path === path || issue.path.startsWith(`${path}.`))?.message;
}

/** What to say about the thing at this path as a whole, whatever is wrong inside it. */
export function useOwnIssue(path: string): string | undefined {
  return useContext(IssuesContext).find((issue) => issue.path === path)?.message;
}
