import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type EnvironmentEntry, queryClient, trpc } from '../../../trpc.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { everywhere, type Role, roleChoices, whereWords } from './roleWords.ts';

interface InviteDialogProps {
  environments: readonly EnvironmentEntry[];
  adminOfAll: boolean;
  onShow: (shown: { email: string; link: string }) => void;
  onClose: () => void;
}

/** Whom, and with which role where. More roles can be given once they are here. */
export function InviteDialog({ environments, adminOfAll, onShow, onClose }: InviteDialogProps) {
  const places = [
    ...(adminOfAll ? [everywhere] : []),
    ...environments.filter(({ role }) => adminOfAll || role === 'admin').map(({ key }) => key),
  ];
  const [email, setEmail] = useState('');
  const [where, setWhere] = useState(places[0] ?? everywhere);
  const [role, setRole] = useState<Role>('viewer');
  const invite = useMutation({
    ...trpc.people.invite.mutationOptions(),
    onSuccess: ({ link }) => {
      void queryClient.invalidateQueries({ queryKey: trpc.people.pathKey() });
      onShow({ email: email.trim(), link });
      onClose();
    },
  });
  return (
    <Dialog title="Invite somebody" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate({ email: email.trim(), roles: { [where]: role } });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="E-mail"
            description="They sign in with it. Nothing is sent to it."
            type="email"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            data-autofocus
          />
          <Select
            label="Role"
            data={roleChoices}
            value={role}
            allowDeselect={false}
            onChange={(value) => setRole((value ?? 'viewer') as Role)}
          />
          <Select
            label="In"
            data={places.map((key) => ({ value: key, label: whereWords(key, environments) }))}
            value={where}
            allowDeselect={false}
            onChange={(value) => setWhere(value ?? everywhere)}
          />
          {invite.error && <PageFailure error={invite.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={invite.isPending}>
              Make the link
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
