import type { Flag } from '../../shared/model/flag.ts';
import type { Author } from '../../shared/model/revision.ts';
import { submit } from '../approvals/submit.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { versionKey } from '../configuration/snapshot.ts';

export interface SaveResult {
  revision: number;
  /** The flag's version after the save. */
  version: number;
  changed: boolean;
  /** The request that waits for a second person; null where the save applies already. */
  pending: string | null;
}

/** Saves a whole flag if it is still at the version its editor saw. @throws KnowngoodError CONFLICT, INVALID */
export async function saveFlag(
  configuration: Configuration,
  request: { environment: string; author: Author; flag: Flag; expectedVersion: number; reason: string },
): Promise<SaveResult> {
  const { environment, author, flag, expectedVersion, reason } = request;
  const result = await submit(configuration, {
    environment,
    author,
    reason,
    changes: [{ kind: 'flag', key: flag.key, body: flag, expectedVersion }],
  });
  return {
    ...result,
    version:
      configuration.snapshot(environment).versions.get(versionKey('flag', flag.key)) ?? result.revision,
  };
}
