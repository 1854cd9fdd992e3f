import { table } from '../../../../shared/migration/table.ts';
import type { MigrationDetail } from './types.ts';

export type Agreeable = MigrationDetail['approval']['agreed'][number]['act'];

export const wantedWords: Record<MigrationDetail['approval']['need'], string> = {
  nobody: 'nobody',
  'second-person': 'a second person',
  'release-manager': 'a second release manager',
  admin: 'an admin',
};

/** The acts that somebody may agree to now, because the environment wants it and the stage takes them. */
export function agreementsOpen({
  approval,
  state,
}: Pick<MigrationDetail, 'approval' | 'state'>): Agreeable[] {
  if (approval.need === 'nobody' || state.pending !== null) return [];
  return (['cutover', 'retire'] as const).filter((act) => table[state.stage][act] !== undefined);
}
