import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type KeyEntry, queryClient, trpc } from '../../../trpc.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import type { ShownKey } from './keyState.ts';

const overlaps = [
  { value: '0', label: 'Not at all: it ends now' },
  { value: '1', label: '1 hour' },
  { value: '24', label: '1 day' },
  { value: '168', label: '1 week' },
  { value: '720', label: '30 days' },
];

interface RotateDialogProps {
  entry: KeyEntry;
  onShow: (shown: ShownKey) => void;
  onClose: () => void;
}

/** A new key in place of an old one, with time to put it everywhere. */
export function RotateDialog({ entry, onShow, onClose }: RotateDialogProps) {
  const [hours, setHours] = useState('24');
  const rotate = useMutation({
    ...trpc.keys.rotate.mutationOptions(),
    onSuccess: ({ key, waits }) => {
      void queryClient.invalidateQueries({ queryKey: trpc.keys.pathKey() });
      onShow({ name: entry.name, key, waits });
      onClose();
    },
  });
  return (
    <Dialog title={`Replace ${entry.name}`} onClose={onClose}>
      <Stack gap="sm">
        <Text size="sm">A new key may do the same. Both work until the old one ends.</Text>
        <Select
          label="The old key goes on working for"
          data={overlaps}
          value={hours}
          allowDeselect={false}
          onChange={(value) => setHours(value ?? '24')}
        />
        {rotate.error && <PageFailure error={rotate.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            loading={rotate.isPending}
            onClick={() => rotate.mutate({ id: entry.id, overlapHours: Number(hours) })}
          >
            Make the new key
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
