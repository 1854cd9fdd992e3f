import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type EnvironmentEntry, trpc } from '../../../trpc.ts';
import { isProduction, switchEnvironment } from '../../../ui/environment.ts';
import { ConfirmDialog } from '../../../ui/form/ConfirmDialog.tsx';
import { ShieldIcon } from '../../../ui/icons.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { roleWords } from '../../../ui/useSession.ts';
import { When } from '../../../ui/When.tsx';
import { RenameDialog } from './RenameDialog.tsx';

interface EnvironmentCardProps {
  entry: EnvironmentEntry;
  here: boolean;
  mayChange: boolean;
}

export function EnvironmentCard({ entry, here, mayChange }: EnvironmentCardProps) {
  const [asking, setAsking] = useState<'rename' | 'archive' | 'unarchive' | null>(null);
  const { key, name, role, createdAt, archivedAt } = entry;
  const close = () => setAsking(null);
  const archived = archivedAt !== null;
  return (
    <Panel aria-label={name}>
      <Group justify="space-between" gap="sm">
        <Stack gap={2}>
          <Group gap={8}>
            <Text fw={650}>{name}</Text>
            {isProduction(key) && (
              <Badge variant="default" radius="sm" tt="none" leftSection={<ShieldIcon size={11} />}>
                production
              </Badge>
            )}
            {archived && (
              <Badge variant="default" radius="sm" tt="none">
                archived
              </Badge>
            )}
            {here && (
              <Badge variant="light" radius="sm" tt="none">
                you are here
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {key} · you are {roleWords[role].toLowerCase()} · made <When at={createdAt} />
            {archivedAt !== null && (
              <>
                {' '}
                · archived <When at={archivedAt} />
              </>
            )}
          </Text>
        </Stack>
        <Group gap="xs">
          {!here && (
            <Button size="xs" variant="default" onClick={() => switchEnvironment(key)}>
              Go there
            </Button>
          )}
          {mayChange && (
            <>
              <Button size="xs" variant="default" onClick={() => setAsking('rename')}>
                Rename…
              </Button>
              <Button
                size="xs"
                variant={archived ? 'default' : 'subtle'}
                {...(archived ? {} : { color: 'red' })}
                onClick={() => setAsking(archived ? 'unarchive' : 'archive')}
              >
                {archived ? 'Bring back…' : 'Archive…'}
              </Button>
            </>
          )}
        </Group>
      </Group>
      {asking === 'rename' && <RenameDialog entry={entry} onClose={close} />}
      {asking === 'archive' && (
        <ConfirmDialog
          title={`Archive ${name}`}
          mutation={trpc.environments.archive.mutationOptions()}
          input={{ key }}
          confirm="Archive"
          typed={key}
          done={`${name} is archived`}
          onClose={close}
        >
          All its keys are refused from the next request on: every service that uses them stops working. It
          can still be read, but not changed, and scheduled changes wait. Nothing is deleted, and it can be
          brought back as it was.
        </ConfirmDialog>
      )}
      {asking === 'unarchive' && (
        <ConfirmDialog
          title={`Bring ${name} back`}
          mutation={trpc.environments.unarchive.mutationOptions()}
          input={{ key }}
          confirm="Bring back"
          color="pine"
          done={`${name} is back`}
          onClose={close}
        >
          It can be changed again, its keys work again, and scheduled changes whose time has passed are made
          at once.
        </ConfirmDialog>
      )}
    </Panel>
  );
}
