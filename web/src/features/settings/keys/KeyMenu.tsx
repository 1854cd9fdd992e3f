import { ActionIcon, Menu } from '@mantine/core';
import { useState } from 'react';
import { type KeyEntry, trpc } from '../../../trpc.ts';
import { ConfirmDialog } from '../../../ui/form/ConfirmDialog.tsx';
import { DotsIcon } from '../../../ui/icons.tsx';
import type { ShownKey } from './keyState.ts';
import { LimitDialog } from './LimitDialog.tsx';
import { RotateDialog } from './RotateDialog.tsx';

interface KeyMenuProps {
  entry: KeyEntry;
  onShow: (shown: ShownKey) => void;
}

/** What can be done with a key that works. */
export function KeyMenu({ entry, onShow }: KeyMenuProps) {
  const [asking, setAsking] = useState<'revoke' | 'rotate' | 'limit' | null>(null);
  const close = () => setAsking(null);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`What to do with ${entry.name}`}>
            <DotsIcon />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {entry.replacedBy === null && (
            <Menu.Item onClick={() => setAsking('rotate')}>Replace with a new key…</Menu.Item>
          )}
          <Menu.Item onClick={() => setAsking('limit')}>Name and limit…</Menu.Item>
          <Menu.Item color="var(--kg-danger)" onClick={() => setAsking('revoke')}>
            Revoke…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'rotate' && <RotateDialog entry={entry} onShow={onShow} onClose={close} />}
      {asking === 'limit' && <LimitDialog entry={entry} onClose={close} />}
      {asking === 'revoke' && (
        <ConfirmDialog
          title={`Revoke ${entry.name}`}
          mutation={trpc.keys.revoke.mutationOptions()}
          input={{ id: entry.id }}
          confirm="Revoke"
          done={`${entry.name} works no more`}
          onClose={close}
        >
          The next request with this key is refused. Whatever still uses it stops working at once, and a
          revoked key never works again: to change keys without a gap, replace it instead.
        </ConfirmDialog>
      )}
    </>
  );
}
