import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type EnvironmentEntry, queryClient, trpc } from '../../../trpc.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { keyFrom } from '../../../ui/form/keyFrom.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { toastDone } from '../../../ui/toast.ts';

const nothing = '';

interface NewEnvironmentDialogProps {
  environments: readonly EnvironmentEntry[];
  onClose: () => void;
}

/** Empty, or with a copy of what another has; the key follows the name until it is typed. */
export function NewEnvironmentDialog({ environments, onClose }: NewEnvironmentDialogProps) {
  const [name, setName] = useState('');
  const [key, setKey] = useState<string | null>(null);
  const [copyFrom, setCopyFrom] = useState(environments[0]?.key ?? nothing);
  const create = useMutation({
    ...trpc.environments.create.mutationOptions(),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: trpc.environments.pathKey() });
      toastDone(`${name.trim()} is there`, 'Go there, and make keys for the services that use it.');
      onClose();
    },
  });
  const shownKey = key ?? keyFrom(name);
  const sources = environments.map((one) => ({ value: one.key, label: `What ${one.name} has now` }));
  return (
    <Dialog title="New environment" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({
            name: name.trim(),
            key: shownKey,
            copyFrom: copyFrom === nothing ? null : copyFrom,
          });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            withAsterisk={false}
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <TextInput
            label="Key"
            description="Stands in addresses and exports, and never changes. A key that starts with “prod” is marked as production."
            required
            withAsterisk={false}
            value={shownKey}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
          <Select
            label="It starts with"
            description="Flags, segments, units and prompts are copied; overrides, schedules, keys and roles are not."
            data={[{ value: nothing, label: 'Nothing' }, ...sources]}
            value={copyFrom}
            allowDeselect={false}
            onChange={(value) => setCopyFrom(value ?? nothing)}
          />
          {create.error && <PageFailure error={create.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Make it
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
