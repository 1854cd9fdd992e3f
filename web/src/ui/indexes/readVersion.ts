import { EmbedderSpecification } from '../../../../shared/retrieval/indexVersion.ts';
import { Splitter } from '../../../../shared/retrieval/splitter.ts';
import type { Issue } from '../form/issues.ts';
import { validate } from '../form/validate.ts';
import { type ReadVersion, type VersionDraft, versionOf } from './versionDraft.ts';

/** What the server is asked for, or what is wrong, by the name of the field. Brings the schemas with it. */
export function readVersion(
  draft: VersionDraft,
  usual?: Pick<VersionDraft, 'cut' | 'size'>,
): { version: ReadVersion | null; issues: Issue[] } {
  const version = versionOf(draft, usual);
  const issues = [
    ...validate(Splitter, version.splitter),
    // The stronger lexical embedder has a table of its own, which the server counts.
    ...(draft.embedder === 'provider' ? providerIssues(draft, version.embedder) : []),
  ];
  return { version: issues.length > 0 ? null : version, issues };
}

/** The schema is a union, whose failures name no field. */
function providerIssues(
  { provider, model, dimensions }: VersionDraft,
  embedder: ReadVersion['embedder'],
): Issue[] {
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
