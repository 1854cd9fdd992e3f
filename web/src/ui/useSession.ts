import { useQuery } from '@tanstack/react-query';
import { type Session, trpc } from '../trpc.ts';

const ranks = ['viewer', 'editor', 'release-manager', 'admin'] as const;

export function useSession() {
  return useQuery(trpc.session.current.queryOptions(undefined, { staleTime: 60_000 }));
}

/**
 * What the signed-in person may do here: `edit` flags, put an `override` in force, and `release` (lift one, restore).
 * While the session is loading, nothing is refused: the server decides in any case.
 */
export function useMay(): { edit: boolean; override: boolean; release: boolean } {
  const { data } = useSession();
  const may = (role: Session['role']) =>
    data === undefined || ranks.indexOf(data.role) >= ranks.indexOf(role);
  const edit = may('editor');
  // An archived environment can be read and no more.
  const open = data === undefined || data.environment.archivedAt === null;
  return {
    edit: open && edit,
    override: open && edit,
    release: open && may('release-manager'),
  };
}

export const roleWords: Record<Session['role'], string> = {
  viewer: 'Viewer',
  editor: 'Editor',
  'release-manager': 'Release manager',
  admin: 'Admin',
};
