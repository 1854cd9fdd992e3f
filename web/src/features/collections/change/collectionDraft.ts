import { z } from 'zod';
import { Key, Name, Note } from '../../../../../shared/model/key.ts';
import type { Inputs } from '../../../trpc.ts';
import type { Issue } from '../../../ui/form/issues.ts';
import { validate } from '../../../ui/form/validate.ts';
import { readVersion } from '../../../ui/indexes/readVersion.ts';
import { blankVersion, type VersionDraft } from '../../../ui/indexes/versionDraft.ts';

/** What is typed about a new collection. */
export interface CollectionDraft extends VersionDraft {
  key: string;
  name: string;
  description: string;
}

export const blankCollection: CollectionDraft = { key: '', name: '', description: '', ...blankVersion };

const About = z.object({ key: Key, name: Name, description: Note });

type NewCollection = Omit<Inputs['collections']['create'], 'reason'>;

/** What the server is asked for, or what is wrong, by the name of the field. */
export function readCollection(draft: CollectionDraft): {
  collection: NewCollection | null;
  issues: Issue[];
} {
  const { key, name, description } = draft;
  const { version, issues: ofVersion } = readVersion(draft);
  const issues = [...validate(About, { key, name, description }), ...ofVersion];
  return version === null || issues.length > 0
    ? { collection: null, issues }
    : { collection: { key, name, description, version }, issues };
}
