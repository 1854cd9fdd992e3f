import { Button, Tooltip } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type SegmentEntry, trpc } from '../../../trpc.ts';
import { ReasonDialog } from '../../../ui/form/ReasonDialog.tsx';

/** Deletes a segment that nothing uses; one that is used says where instead. */
export function DeleteSegment({ entry }: { entry: SegmentEntry }) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const { segment, version, usedBy } = entry;
  const users = [...new Set(usedBy.map((use) => use.flagName))].join(', ');
  return (
    <>
      <Tooltip label={`${users} uses it. Change those rules first.`} disabled={users === ''}>
        <Button
          variant="subtle"
          color="red"
          aria-disabled={users !== ''}
          {...(users === '' ? {} : { 'data-disabled': true })}
          onClick={() => users === '' && setAsking(true)}
        >
          Delete…
        </Button>
      </Tooltip>
      {asking && (
        <ReasonDialog
          title={`Delete ${segment.name}`}
          mutation={trpc.segments.remove.mutationOptions()}
          input={(reason) => ({ segment: segment.key, expectedVersion: version, reason })}
          confirm="Delete"
          color="red"
          done={`${segment.name} is deleted`}
          onDone={() => void navigate({ to: '/segments' })}
          onClose={() => setAsking(false)}
        >
          No flag uses it, so nobody gets anything else. To undo this, restore the revision before, on the
          page History.
        </ReasonDialog>
      )}
    </>
  );
}
