import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { problemOf } from '../../ui/problem.ts';

/** A list that could not be had: for want of a role, in words; for anything else, with another try. */
export function ForAdmins({ error, what, onRetry }: { error: unknown; what: string; onRetry: () => void }) {
  if (problemOf(error).code !== 'FORBIDDEN') return <PageFailure error={error} onRetry={onRetry} />;
  return (
    <Panel>
      <EmptyState title="For admins">{what}</EmptyState>
    </Panel>
  );
}
