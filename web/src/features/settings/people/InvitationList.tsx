import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type EnvironmentEntry, type InvitationEntry, trpc } from '../../../trpc.ts';
import { ConfirmDialog } from '../../../ui/form/ConfirmDialog.tsx';
import { When } from '../../../ui/When.tsx';
import { rolesInWords } from './roleWords.ts';

interface InvitationListProps {
  invitations: readonly InvitationEntry[];
  environments: readonly EnvironmentEntry[];
}

/** The invitations that can still be accepted. */
export function InvitationList({ invitations, environments }: InvitationListProps) {
  const [asking, setAsking] = useState<InvitationEntry | null>(null);
  return (
    <Stack gap="sm">
      {invitations
        .filter((one) => one.state === 'open')
        .map((one) => (
          <Group key={one.id} justify="space-between" gap="sm">
            <div>
              <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                {one.email}
              </Text>
              <Text size="xs" c="dimmed">
                {rolesInWords(one.roles, environments)} · by {one.invitedBy} <When at={one.createdAt} /> ·
                until <When at={one.expiresAt} style="moment" />
              </Text>
            </div>
            <Button size="xs" variant="default" onClick={() => setAsking(one)}>
              Call back…
            </Button>
          </Group>
        ))}
      {asking && (
        <ConfirmDialog
          title={`Call back the invitation of ${asking.email}`}
          mutation={trpc.people.callBack.mutationOptions()}
          input={{ id: asking.id }}
          confirm="Call back"
          done="The link opens nothing any more"
          onClose={() => setAsking(null)}
        >
          The link that {asking.email} may have opens nothing from now on. You can invite them again.
        </ConfirmDialog>
      )}
    </Stack>
  );
}
