import { Throttle } from '../../../../../shared/migration/migration.ts';
import type { Issue } from '../../../ui/form/issues.ts';
import { validate } from '../../../ui/form/validate.ts';
import { readVersion } from '../../../ui/indexes/readVersion.ts';
import type { VersionDraft } from '../../../ui/indexes/versionDraft.ts';

/** What is wrong with a plan, by the name of the field. Brings the schemas with it, so it is loaded with the first change. */
export const checkPlan = (
  draft: VersionDraft,
  throttle: Throttle,
): { version: Issue[]; throttle: Issue[] } => ({
  version: readVersion(draft).issues,
  throttle: validate(Throttle, throttle),
});
