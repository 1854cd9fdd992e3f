import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { queryClient } from '../../../trpc.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';

interface PasswordDialogProps<Output, Failure> {
  title: string;
  mutation: UseMutationOptions<Output, Failure, { password: string }>;
  confirm: string;
  onDone: (output: Output) => void;
  onClose: () => void;
  children: ReactNode;
}

/** Something that one does with one's own password only. */
export function PasswordDialog<Output, Failure>(props: PasswordDialogProps<Output, Failure>) {
  const [password, setPassword] = useState('');
  const act = useMutation({
    ...props.mutation,
    onSuccess: (output) => {
      void queryClient.invalidateQueries();
      props.onDone(output);
    },
  });
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({ password });
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{props.children}</Text>
          <PasswordInput
            label="Your password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            data-autofocus
          />
          {act.error !== null && <PageFailure error={act.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={props.onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={act.isPending}>
              {props.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
