import { Panel } from '../../../ui/Panel.tsx';
import { RevisionLog } from '../../../ui/revisions/RevisionLog.tsx';

/** What changed on this flag, and the way back. */
export default function HistoryTab({ flag, name }: { flag: string; name: string }) {
  return (
    <Panel
      title="What changed on this flag"
      note="Newest first. Restoring brings back this flag alone; everything else stays as it is."
      flush
    >
      <RevisionLog resource={{ kind: 'flag', key: flag }} what={name} />
    </Panel>
  );
}
