import { z } from 'zod';
import { Key, Name, Note } from '../../../../../shared/model/key.ts';
import { EmbedderSpecification, plainSplitter } from '../../../../../shared/retrieval/indexVersion.ts';
import { Splitter } from '../../../../../shared/retrieval/splitter.ts';
import type { Inputs } from '../../../trpc.ts';
import type { Issue } from '../../../ui/form/issues.ts';
import { validate } from '../../../ui/form/validate.ts';
import { formatCount } from '../../../ui/format.ts';

/** What is typed about a new collection. */
export interface CollectionDraft {
  key: string;
  name: string;
  description: string;
  embedder: 'lexical-a@1' | 'lexical-b@1' | 'provider';
  provider: string;
  model: string;
  dimensions: number | '';
  /** Tokens. */
  size: number | '';
  overlap: number | '';
}

export const blankCollection: CollectionDraft = {
  key: '',
  name: '',
  description: '',
  embedder: 'lexical-b@1',
  provider: '',
  model: '',
  dimensions: '',
  size: plainSplitter.size,
  overlap: plainSplitter.overlap,
};

const About = z.object({ key: Key, name: Name, description: Note });

type NewCollection = Omit<Inputs['collections']['create'], 'reason'>;

/** What the server is asked for, or what is wrong, by the name of the field. */
export function readCollection(draft: CollectionDraft): {
  collection: NewCollection | null;
  issues: Issue[];
} {
  const { key, name, description } = draft;
  const splitter = { ...plainSplitter, size: Number(draft.size), overlap: Number(draft.overlap) };
  const embedder = embedderOf(draft);
  const issues = [
    ...validate(About, { key, name, description }),
    ...validate(Splitter, splitter),
    // The stronger lexical embedder has a table of its own, which the server counts.
    ...(draft.embedder === 'provider' ? providerIssues(draft, embedder) : []),
  ];
  if (issues.length > 0) return { collection: null, issues };
  return {
    collection: { key, name, description, version: { label: labelOf(draft), splitter, embedder } },
    issues,
  };
}

/** What people call the first index version. */
function labelOf({ embedder, provider, model, dimensions }: CollectionDraft): string {
  if (embedder === 'lexical-a@1') return 'Words, 256 dimensions';
  if (embedder === 'lexical-b@1') return 'Words and their parts, 1,024 dimensions';
  return `${model.trim()} of ${provider}, ${formatCount(Number(dimensions))} dimensions`;
}

type Embedder = NonNullable<NewCollection['version']>['embedder'];

function embedderOf({ embedder, provider, model, dimensions }: CollectionDraft): Embedder {
  if (embedder === 'lexical-a@1') return { provider: 'lexical', model: embedder, dimensions: 256 };
  if (embedder === 'lexical-b@1') return { provider: 'lexical', model: embedder };
  return { provider, model: model.trim(), dimensions: Number(dimensions) };
}

/** The schema is a union, whose failures name no field. */
function providerIssues({ provider, model, dimensions }: CollectionDraft, embedder: Embedder): Issue[] {
  if (EmbedderSpecification.safeParse(embedder).success) return [];
  const issues: Issue[] = [];
  if (provider === '' || provider === 'lexical')
    issues.push({ path: 'provider', message: 'Choose a provider' });
  const whole = Number.isInteger(dimensions) && Number(dimensions) >= 1 && Number(dimensions) <= 4_096;
  if (!whole) issues.push({ path: 'dimensions', message: 'A whole number from 1 to 4,096' });
  const known = EmbedderSpecification.safeParse({ provider: 'any', model: model.trim(), dimensions: 1 });
  if (!known.success || issues.length === 0)
    issues.push({ path: 'model', message: 'A pinned name: dated or numbered, not “latest”' });
  return issues;
}
