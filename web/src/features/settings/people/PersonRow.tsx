import { ActionIcon, Badge, Button, Group, Menu, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type EnvironmentEntry, type PersonEntry, trpc } from '../../../trpc.ts';
import { ConfirmDialog } from '../../../ui/form/ConfirmDialog.tsx';
import { DotsIcon } from '../../../ui/icons.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { ShownOnce } from '../../../ui/ShownOnce.tsx';
import { When } from '../../../ui/When.tsx';
import { RolesDialog } from './RolesDialog.tsx';
import { rolesInWords } from './roleWords.ts';

interface PersonRowProps {
  person: PersonEntry;
  you: boolean;
  adminOfAll: boolean;
  environments: readonly EnvironmentEntry[];
}

export function PersonRow({ person, you, adminOfAll, environments }: PersonRowProps) {
  const [asking, setAsking] = useState<'roles' | 'signOut' | 'reset' | 'remove' | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const close = () => setAsking(null);
  return (
    <Panel aria-label={person.name}>
      <Group justify="space-between" gap="sm" wrap="nowrap" align="flex-start">
        <Stack gap={2} style={{ minWidth: 0 }}>
          <Group gap={8}>
            <Text fw={650}>{person.name}</Text>
            {you && (
              <Badge variant="light" radius="sm" tt="none">
                you
              </Badge>
            )}
            {person.twoFactor && (
              <Badge variant="default" radius="sm" tt="none">
                two factors
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {person.email}
          </Text>
          <Text size="sm">{rolesInWords(person.roles, environments)}</Text>
          <Text size="xs" c="dimmed">
            {person.lastSeenAt === null ? (
              'Not signed in'
            ) : (
              <>
                Signed in, last seen <When at={person.lastSeenAt} />
              </>
            )}
          </Text>
        </Stack>
        <Group gap={6} wrap="nowrap">
          <Button size="xs" variant="default" onClick={() => setAsking('roles')}>
            Roles…
          </Button>
          {adminOfAll && (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="subtle" color="gray" aria-label={`What to do with ${person.name}`}>
                  <DotsIcon />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setAsking('signOut')}>Sign out everywhere…</Menu.Item>
                <Menu.Item onClick={() => setAsking('reset')}>Reset password and second factor…</Menu.Item>
                <Menu.Item color="var(--kg-danger)" onClick={() => setAsking('remove')}>
                  Remove…
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </Group>
      </Group>
      {asking === 'roles' && (
        <RolesDialog person={person} adminOfAll={adminOfAll} environments={environments} onClose={close} />
      )}
      {asking === 'signOut' && (
        <ConfirmDialog
          title={`Sign ${person.name} out everywhere`}
          mutation={trpc.people.signOut.mutationOptions()}
          input={{ person: person.id }}
          confirm="Sign out"
          done={`${person.name} is signed out everywhere`}
          onClose={close}
        >
          Every session of {person.email} ends with its next request. They can sign in again with their
          password.
        </ConfirmDialog>
      )}
      {asking === 'reset' && (
        <ConfirmDialog
          title={`Reset the access of ${person.name}`}
          mutation={trpc.people.resetAccess.mutationOptions()}
          input={{ person: person.id }}
          confirm="Reset"
          done={`The access of ${person.name} is reset`}
          onDone={(answer) => setLink(answer.link)}
          onClose={close}
        >
          For somebody who has lost their password or their authenticator app. Both stop working, and every
          session of {person.email} ends. You get a link that signs them in once, to set a new password.
        </ConfirmDialog>
      )}
      {link !== null && (
        <ShownOnce
          title={`A way in for ${person.name}`}
          secret={link}
          label="The sign-in link"
          onClose={() => setLink(null)}
        >
          Send this link to {person.email} yourself, and to nobody else: it signs in as {person.name}, once,
          within 24 hours. It is shown this once.
        </ShownOnce>
      )}
      {asking === 'remove' && (
        <ConfirmDialog
          title={`Remove ${person.name}`}
          mutation={trpc.people.remove.mutationOptions()}
          input={{ person: person.id }}
          confirm="Remove"
          typed={person.email}
          done={`${person.name} is removed`}
          onClose={close}
        >
          {person.email} is signed out at once and cannot sign in any more. What they have changed stays in
          the history, under their name. To let them in again, invite them again.
        </ConfirmDialog>
      )}
    </Panel>
  );
}
