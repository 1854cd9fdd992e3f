import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../../trpc.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { toastDone } from '../../../ui/toast.ts';

interface PasswordPanelProps {
  hasPassword: boolean;
  email: string;
}

/** Sets the first password, or changes the one there is. */
export function PasswordPanel({ hasPassword, email }: PasswordPanelProps) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const set = useMutation({
    ...trpc.account.setPassword.mutationOptions(),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      void queryClient.invalidateQueries({ queryKey: trpc.account.pathKey() });
      toastDone('Your password is set', 'Every other session of yours has ended.');
    },
  });
  return (
    <Panel
      title="Password"
      note={
        hasPassword
          ? 'Changing it signs you out everywhere else.'
          : 'You have none yet: you came by a link. With a password you can sign in without one.'
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          set.mutate({ current: hasPassword ? current : null, next });
        }}
      >
        <Stack gap="sm">
          <input type="email" autoComplete="username" value={email} readOnly hidden />
          {hasPassword && (
            <PasswordInput
              label="The password now"
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={current}
              onChange={(event) => setCurrent(event.currentTarget.value)}
            />
          )}
          <PasswordInput
            label="The new password"
            description="At least 12 characters; several words are good."
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={12}
            maxLength={128}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          {set.error && <PageFailure error={set.error} />}
          <Group>
            <Button type="submit" variant="default" loading={set.isPending}>
              {hasPassword ? 'Change the password' : 'Set the password'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
