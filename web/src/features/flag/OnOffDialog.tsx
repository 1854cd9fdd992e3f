import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type FlagData, queryClient, trpc } from '../../trpc.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { ReasonInput } from '../../ui/ReasonInput.tsx';
import { toastSaved } from '../../ui/toast.ts';
import { nameOf } from './variants.ts';

export default function OnOffDialog({ data, onClose }: { data: FlagData; onClose: () => void }) {
  const { flag, version, override, environmentOverride } = data;
  // The question is the one that was asked when the dialog opened, whatever happens to the flag meanwhile.
  const [turnOn] = useState(!flag.on);
  const [reason, setReason] = useState('');
  const verb = turnOn ? 'Turn on' : 'Turn off';
  const save = useMutation(
    trpc.flags.save.mutationOptions({
      onSuccess: (result) => {
        void queryClient.invalidateQueries();
        toastSaved(result, turnOn ? `${flag.name} is on` : `${flag.name} is off`);
        onClose();
      },
      onError: () => void queryClient.invalidateQueries({ queryKey: trpc.flags.get.pathKey() }),
    }),
  );
  return (
    <Dialog onClose={onClose} title={`${verb} ${flag.name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ flag: { ...flag, on: turnOn }, expectedVersion: version, reason: reason.trim() });
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            {turnOn
              ? 'Every caller gets what the targets, rules and split below say, from the next call on.'
              : `Every caller gets ${nameOf(flag, flag.offVariant)}, those named individually and those in rules too, from the next call on.`}
          </Text>
          {(override || environmentOverride) && (
            <Text size="sm" fw={600}>
              An override is in force and keeps deciding until it is lifted.
            </Text>
          )}
          <Text size="sm" c="dimmed">
            To undo it, turn the flag {turnOn ? 'off' : 'on'} again: nothing else about it changes.
          </Text>
          <ReasonInput value={reason} onChange={setReason} required data-autofocus />
          {save.error && <PageFailure error={save.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              color={turnOn ? 'pine' : 'red'}
              loading={save.isPending}
              disabled={reason.trim() === ''}
            >
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
