import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { RevisionLog } from '../../ui/revisions/RevisionLog.tsx';
import { ChainStatus } from './ChainStatus.tsx';

/** Everything that was ever changed, and the way back to any moment of it. */
export function HistoryPage() {
  return (
    <>
      <PageHeader
        title="History"
        note="Every change to this environment, newest first. Restoring makes a new revision: nothing is ever lost."
      >
        <ChainStatus />
      </PageHeader>
      <Panel flush>
        <RevisionLog what="the whole environment" />
      </Panel>
    </>
  );
}
