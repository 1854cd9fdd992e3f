import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../../trpc.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { ReasonInput } from '../../../ui/ReasonInput.tsx';
import { toastSaved } from '../../../ui/toast.ts';
import type { CollectionDetail } from '../types.ts';

interface RenameDialogProps {
  collection: CollectionDetail;
  onClose: () => void;
}

/** Another name or description. The key stays: units name it. */
export default function RenameDialog({ collection, onClose }: RenameDialogProps) {
  const [name, setName] = useState(collection.name);
  const [description, setDescription] = useState(collection.description);
  const [reason, setReason] = useState('');
  const rename = useMutation(
    trpc.collections.rename.mutationOptions({
      onSuccess: (result) => {
        void queryClient.invalidateQueries();
        toastSaved(result, `${name.trim()} is saved`);
        onClose();
      },
    }),
  );
  return (
    <Dialog title={`Rename ${collection.name}`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({
            key: collection.key,
            name: name.trim(),
            description: description.trim(),
            reason: reason.trim(),
          });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            description={`Its key stays “${collection.key}”: units name it.`}
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Textarea
            label="Description"
            autosize
            minRows={2}
            maxLength={2_000}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <ReasonInput value={reason} onChange={setReason} required withAsterisk={false} />
          {rename.error && <PageFailure error={rename.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={rename.isPending}
              disabled={name.trim() === '' || reason.trim() === ''}
            >
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
