import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { type KeyEntry, trpc } from '../../../trpc.ts';
import { ConfirmDialog } from '../../../ui/form/ConfirmDialog.tsx';

/** What becomes of a key that somebody has asked for: another admin approves it, or anybody turns it down. */
export function WaitingKey({ entry }: { entry: KeyEntry }) {
  const [asking, setAsking] = useState<'approve' | 'refuse' | null>(null);
  const close = () => setAsking(null);
  const may = entry.scopes.join(', ');
  return (
    <>
      <Group gap={6} wrap="nowrap" justify="flex-end">
        {entry.waiting?.yours === false && (
          <Button size="compact-sm" onClick={() => setAsking('approve')}>
            Approve…
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={() => setAsking('refuse')}>
          {entry.waiting?.yours ? 'Take back…' : 'Turn down…'}
        </Button>
      </Group>
      {asking === 'approve' && (
        <ConfirmDialog
          title={`Approve ${entry.name}`}
          mutation={trpc.keys.approve.mutationOptions()}
          input={{ id: entry.id }}
          confirm="Approve"
          color="pine"
          done={`${entry.name} works`}
          onClose={close}
        >
          {entry.waiting?.by} asked for this key. It may: {may}. It works from then on; a key that it replaces
          ends as was chosen.
        </ConfirmDialog>
      )}
      {asking === 'refuse' && (
        <ConfirmDialog
          title={entry.waiting?.yours ? `Take ${entry.name} back` : `Turn ${entry.name} down`}
          mutation={trpc.keys.revoke.mutationOptions()}
          input={{ id: entry.id }}
          confirm={entry.waiting?.yours ? 'Take back' : 'Turn down'}
          done={`${entry.name} will not work`}
          onClose={close}
        >
          It never works, not even when it is asked for again: that makes another key.
        </ConfirmDialog>
      )}
    </>
  );
}
