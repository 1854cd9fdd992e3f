import type { Flag } from '../../../../../shared/model/flag.ts';
import { type ScheduledChange, trpc } from '../../../trpc.ts';
import { ReasonDialog } from '../../../ui/form/ReasonDialog.tsx';
import { scheduleWords } from './scheduleWords.ts';

interface CancelDialogProps {
  flag: Flag;
  schedule: ScheduledChange;
  onClose: () => void;
}

/** Calls a scheduled change off. */
export default function CancelDialog({ flag, schedule, onClose }: CancelDialogProps) {
  return (
    <ReasonDialog
      title="Call off the scheduled change"
      mutation={trpc.flags.unschedule.mutationOptions()}
      input={(reason) => ({ id: schedule.id, reason })}
      confirm="Call it off"
      done="Called off"
      onClose={onClose}
    >
      {flag.name} will not change by itself. What was scheduled: {scheduleWords(flag, schedule.set)}. To undo
      this, schedule it again.
    </ReasonDialog>
  );
}
