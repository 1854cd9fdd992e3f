import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type EnvironmentEntry, queryClient, trpc } from '../../../trpc.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { toastDone } from '../../../ui/toast.ts';

/** Only the name changes: the key stays, because clients and addresses use it. */
export function RenameDialog({ entry, onClose }: { entry: EnvironmentEntry; onClose: () => void }) {
  const [name, setName] = useState(entry.name);
  const rename = useMutation({
    ...trpc.environments.rename.mutationOptions(),
    onSuccess: () => {
      void queryClient.invalidateQueries();
      toastDone(`It is called ${name.trim()} now`);
      onClose();
    },
  });
  return (
    <Dialog title={`Rename ${entry.name}`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ key: entry.key, name: name.trim() });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            description={`The key stays ${entry.key}.`}
            required
            withAsterisk={false}
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          {rename.error && <PageFailure error={rename.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={rename.isPending}>
              Rename
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
