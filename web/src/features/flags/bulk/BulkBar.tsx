import { Button, Group, Text } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { counted } from '../../../ui/format.ts';
import type { Selection } from '../useSelection.ts';
import classes from './BulkBar.module.css';
import type { BulkAction } from './bulkWords.ts';

const BulkDialog = lazy(() => import('./BulkDialog.tsx'));

/** The server's limit for one commit. */
const most = 1_000;
const actions: { action: BulkAction; label: string }[] = [
  { action: 'on', label: 'Turn on…' },
  { action: 'off', label: 'Turn off…' },
  { action: 'tag', label: 'Add tag…' },
  { action: 'untag', label: 'Remove tag…' },
  { action: 'owner', label: 'Set owner…' },
];

/** What can be done with all ticked flags at once, as one revision. */
export function BulkBar({
  selection,
  tags,
  owners,
}: {
  selection: Selection;
  tags: string[];
  owners: string[];
}) {
  const [action, setAction] = useState<BulkAction | null>(null);
  if (selection.count === 0) return null;
  const tooMany = selection.count > most;
  return (
    <Group className={classes.bar} gap="xs" role="group" aria-label="Selected flags">
      <Text size="sm" fw={600} aria-live="polite">
        {counted(selection.count, 'flag')} selected
      </Text>
      {tooMany && (
        <Text size="sm" c="var(--mantine-color-error)">
          At most {most.toLocaleString('en')} can be changed at once.
        </Text>
      )}
      {actions.map(({ action: one, label }) => (
        <Button key={one} size="xs" variant="default" disabled={tooMany} onClick={() => setAction(one)}>
          {label}
        </Button>
      ))}
      <Button size="xs" variant="subtle" onClick={selection.clear}>
        Clear selection
      </Button>
      <Suspense>
        {action && (
          <BulkDialog
            action={action}
            flags={selection.flags}
            tags={tags}
            owners={owners}
            onDone={selection.clear}
            onClose={() => setAction(null)}
          />
        )}
      </Suspense>
    </Group>
  );
}
