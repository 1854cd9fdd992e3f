import { callSnippets } from './callSnippets.ts';
import { evaluationSnippets } from './evaluationSnippets.ts';
import type { ShownFlag, Snippet } from './snippet.ts';

/** Ready to paste, and to run as they stand: the key comes from the environment, so that none is ever shown here. */
export const snippets = (flag: ShownFlag, url: string): Snippet[] =>
  flag.kind === 'call'
    ? [...callSnippets(flag, url), ...evaluationSnippets(flag, url)]
    : evaluationSnippets(flag, url);
