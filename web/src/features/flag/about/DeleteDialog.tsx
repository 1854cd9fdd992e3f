import { useNavigate } from '@tanstack/react-router';
import { type FlagData, trpc } from '../../../trpc.ts';
import { ReasonDialog } from '../../../ui/form/ReasonDialog.tsx';

/** Deletes the flag once its key has been typed. */
export default function DeleteDialog({ data, onClose }: { data: FlagData; onClose: () => void }) {
  const { flag, version } = data;
  const navigate = useNavigate();
  return (
    <ReasonDialog
      title={`Delete ${flag.name}`}
      mutation={trpc.flags.remove.mutationOptions()}
      input={(reason) => ({ flag: flag.key, expectedVersion: version, reason })}
      typed={flag.key}
      confirm="Delete"
      color="red"
      done={`${flag.name} is deleted`}
      onDone={() => void navigate({ to: '/flags' })}
      onClose={onClose}
    >
      Product code that asks for <strong>{flag.key}</strong> gets an error from the next call on. The history
      keeps the flag: to undo this, restore the revision before, on the page History.
    </ReasonDialog>
  );
}
