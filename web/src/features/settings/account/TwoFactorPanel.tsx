import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { type AccountData, trpc } from '../../../trpc.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { ShownOnce } from '../../../ui/ShownOnce.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';
import { StartTwoFactor } from './StartTwoFactor.tsx';

/** A code from an authenticator app, asked for after the password. */
export function TwoFactorPanel({ person }: { person: AccountData['person'] }) {
  const [asking, setAsking] = useState<'start' | 'stop' | 'renew' | null>(null);
  const [codes, setCodes] = useState<string | null>(null);
  const close = () => setAsking(null);
  return (
    <Panel
      title="Second factor"
      note={
        person.twoFactor
          ? 'On: after your password you are asked for a code.'
          : person.hasPassword
            ? 'Off. With it, a stolen password alone lets nobody in.'
            : 'Off. Set a password first: the code is asked for after it.'
      }
    >
      <Group gap="xs">
        {!person.twoFactor && (
          <Button variant="default" disabled={!person.hasPassword} onClick={() => setAsking('start')}>
            Turn it on…
          </Button>
        )}
        {person.twoFactor && (
          <>
            <Button variant="default" onClick={() => setAsking('renew')}>
              New backup codes…
            </Button>
            <Button variant="subtle" color="red" onClick={() => setAsking('stop')}>
              Turn it off…
            </Button>
          </>
        )}
      </Group>
      {asking === 'start' && <StartTwoFactor onClose={close} />}
      {asking === 'stop' && (
        <PasswordDialog
          title="Turn the second factor off"
          mutation={trpc.account.stopTwoFactor.mutationOptions()}
          confirm="Turn it off"
          onDone={close}
          onClose={close}
        >
          From then on your password alone signs you in. Your backup codes stop working.
        </PasswordDialog>
      )}
      {asking === 'renew' && (
        <PasswordDialog
          title="New backup codes"
          mutation={trpc.account.renewBackupCodes.mutationOptions()}
          confirm="Make new codes"
          onDone={({ backupCodes }) => {
            setCodes(backupCodes.join('\n'));
            close();
          }}
          onClose={close}
        >
          The old backup codes stop working.
        </PasswordDialog>
      )}
      {codes !== null && (
        <ShownOnce
          title="Your backup codes"
          secret={codes}
          label="Backup codes"
          onClose={() => setCodes(null)}
        >
          Each works once, when you have not got your authenticator app. They are shown this once.
        </ShownOnce>
      )}
    </Panel>
  );
}
