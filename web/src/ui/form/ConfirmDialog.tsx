import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { queryClient } from '../../trpc.ts';
import { Dialog } from '../Dialog.tsx';
import { PageFailure } from '../PageFailure.tsx';
import { toastDone } from '../toast.ts';

interface ConfirmDialogProps<Input, Output, Failure> {
  title: string;
  mutation: UseMutationOptions<Output, Failure, Input>;
  input: Input;
  confirm: string;
  color?: string;
  /** What has to be typed before it can be done, where it cannot be undone easily. */
  typed?: string;
  done: string;
  onDone?: (output: Output) => void;
  onClose: () => void;
  /** What will happen, to whom, and how to undo it. */
  children: ReactNode;
}

/** Asks once more, in words, before something is done. */
export function ConfirmDialog<Input, Output, Failure>(props: ConfirmDialogProps<Input, Output, Failure>) {
  const [typed, setTyped] = useState('');
  const act = useMutation({
    ...props.mutation,
    onSuccess: (output) => {
      props.onDone?.(output);
      void queryClient.invalidateQueries();
      toastDone(props.done);
      props.onClose();
    },
  });
  const ready = props.typed === undefined || typed.trim() === props.typed;
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) act.mutate(props.input);
        }}
      >
        <Stack gap="sm">
          <Text component="div" size="sm">
            {props.children}
          </Text>
          {props.typed !== undefined && (
            <TextInput
              label={`Type ${props.typed} to confirm`}
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              data-autofocus
            />
          )}
          {act.error !== null && <PageFailure error={act.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={props.onClose}>
              Cancel
            </Button>
            <Button type="submit" color={props.color ?? 'red'} loading={act.isPending} disabled={!ready}>
              {props.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
