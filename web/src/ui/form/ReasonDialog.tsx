import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { queryClient } from '../../trpc.ts';
import { Dialog } from '../Dialog.tsx';
import { PageFailure } from '../PageFailure.tsx';
import { ReasonInput } from '../ReasonInput.tsx';
import { toastSaved } from '../toast.ts';

interface ReasonDialogProps<Input, Output, Failure> {
  title: string;
  mutation: UseMutationOptions<Output, Failure, Input>;
  input: (reason: string) => Input;
  confirm: string;
  color?: string;
  /** What has to be typed before it can be done, where it cannot be undone easily. */
  typed?: string;
  /** False while something else has to be filled in. */
  ready?: boolean;
  done: string;
  onDone?: () => void;
  onClose: () => void;
  /** What will happen, to whom, and how to undo it. */
  children: ReactNode;
}

/** A change that needs nothing but a reason. */
export function ReasonDialog<Input, Output, Failure>(props: ReasonDialogProps<Input, Output, Failure>) {
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const act = useMutation({
    ...props.mutation,
    onSuccess: (result) => {
      props.onDone?.();
      void queryClient.invalidateQueries();
      toastSaved(result, props.done);
      props.onClose();
    },
  });
  const ready =
    props.ready !== false &&
    reason.trim() !== '' &&
    (props.typed === undefined || typed.trim() === props.typed);
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) act.mutate(props.input(reason.trim()));
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
          <ReasonInput
            value={reason}
            onChange={setReason}
            required
            withAsterisk={false}
            {...(props.typed === undefined ? { 'data-autofocus': true } : {})}
          />
          {act.error !== null && <PageFailure error={act.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={props.onClose}>
              Cancel
            </Button>
            <Button type="submit" color={props.color ?? 'pine'} loading={act.isPending} disabled={!ready}>
              {props.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
