import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Outputs, queryClient, trpc } from '../../../trpc.ts';
import { CodeBlock } from '../../../ui/CodeBlock.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { toastDone } from '../../../ui/toast.ts';
import { PasswordDialog } from './PasswordDialog.tsx';

type Started = Outputs['account']['startTwoFactor'];

/** The password, then the app and the backup codes, then the app's first code: only that turns it on. */
export function StartTwoFactor({ onClose }: { onClose: () => void }) {
  const [started, setStarted] = useState<Started | null>(null);
  return started === null ? (
    <PasswordDialog
      title="Turn the second factor on"
      mutation={trpc.account.startTwoFactor.mutationOptions()}
      confirm="Go on"
      onDone={setStarted}
      onClose={onClose}
    >
      You need an authenticator app on your phone or in your password manager.
    </PasswordDialog>
  ) : (
    <ConfirmFirstCode started={started} onClose={onClose} />
  );
}

function ConfirmFirstCode({ started, onClose }: { started: Started; onClose: () => void }) {
  const [code, setCode] = useState('');
  const secret = new URL(started.uri).searchParams.get('secret') ?? '';
  const confirm = useMutation({
    ...trpc.account.confirmTwoFactor.mutationOptions(),
    onSuccess: () => {
      void queryClient.invalidateQueries();
      toastDone('The second factor is on', 'From now on a code is asked for after your password.');
      onClose();
    },
  });
  return (
    <Dialog title="Turn the second factor on" size="lg" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          confirm.mutate({ code: code.trim() });
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            1. Add an account in your authenticator app with this key, or{' '}
            <a href={started.uri}>open it in the app on this device</a>.
          </Text>
          <CodeBlock
            code={secret.match(/.{1,4}/g)?.join(' ') ?? secret}
            label="Key for the authenticator app"
          />
          <Text size="sm">2. Keep these backup codes somewhere safe.</Text>
          <Alert color="amber" variant="light" role="note" title="Copy them now">
            Each works once, when you have not got the app. They are shown this once.
          </Alert>
          <CodeBlock code={started.backupCodes.join('\n')} label="Backup codes" />
          <TextInput
            label="3. The six digits that the app shows now"
            autoComplete="one-time-code"
            inputMode="numeric"
            required
            withAsterisk={false}
            maxLength={6}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          {confirm.error && <PageFailure error={confirm.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={confirm.isPending}>
              Turn it on
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
