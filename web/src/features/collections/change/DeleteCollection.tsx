import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient, trpc } from '../../../trpc.ts';
import { ReasonDialog } from '../../../ui/form/ReasonDialog.tsx';
import { counted } from '../../../ui/format.ts';
import { useMay } from '../../../ui/useSession.ts';
import type { CollectionDetail } from '../types.ts';

/** Deletes a collection after its key was typed. It cannot be undone, so it says first whom it hurts. */
export function DeleteCollection({ collection }: { collection: CollectionDetail }) {
  const navigate = useNavigate();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const { key, name, coverage, reasonsToKeep, usedByFlags } = collection;
  const inUse = reasonsToKeep.length > 0;
  return (
    <>
      <Button
        size="sm"
        variant="default"
        disabled={!may.release}
        title={may.release ? undefined : 'Deleting a collection takes a release manager'}
        onClick={() => setAsking(true)}
      >
        Delete…
      </Button>
      {asking && (
        <ReasonDialog
          title={`Delete ${name}`}
          mutation={trpc.collections.delete.mutationOptions()}
          // Typed for what was shown: the server refuses where another reason has come up meanwhile.
          input={(reason) => ({ key, confirm: inUse ? key : null, reason })}
          typed={key}
          confirm="Delete"
          color="red"
          done={`${name} is deleted`}
          onDone={() => {
            // Nothing asks for it again while the page is being left.
            queryClient.removeQueries({ queryKey: trpc.collections.pathKey() });
            void navigate({ to: '/collections' });
          }}
          onClose={() => setAsking(false)}
        >
          <p style={{ margin: 0 }}>
            {counted(coverage[0]?.documents ?? 0, 'document')} and every index of them go at once, and no
            restore brings them back. Writes and searches that name “{key}” are refused from then on. The
            history keeps who deleted it and why.
          </p>
          {inUse && (
            <p style={{ margin: '8px 0 0', color: 'var(--kg-danger)' }}>
              It is in use: {reasonsToKeep.join('; ')}.
              {usedByFlags.length > 0 && ' Their units will fail, and the flags fall back.'}
            </p>
          )}
        </ReasonDialog>
      )}
    </>
  );
}
