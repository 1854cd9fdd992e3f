import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type EnvironmentEntry, type PersonEntry, queryClient, trpc } from '../../../trpc.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { everywhere, type Role, roleChoices, whereWords } from './roleWords.ts';

interface RolesDialogProps {
  person: PersonEntry;
  adminOfAll: boolean;
  environments: readonly EnvironmentEntry[];
  onClose: () => void;
}

const none = '';

/** A person's role in each environment, and for all of them. Each choice holds at once. */
export function RolesDialog({ person, adminOfAll, environments, onClose }: RolesDialogProps) {
  const give = useMutation({
    ...trpc.people.setRole.mutationOptions(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.people.pathKey() }),
  });
  const general = person.roles[everywhere];
  const without = (key: string) =>
    key === everywhere || general === undefined ? 'No role' : `As in all environments`;
  const places = [everywhere, ...environments.map(({ key }) => key)];
  return (
    <Dialog title={`Roles of ${person.name}`} onClose={onClose}>
      <Stack gap="sm">
        <Text size="sm">
          A viewer reads. An editor changes flags and segments, and can stop things. A release manager lifts
          overrides and restores. An admin also sees to people and keys. Each role includes the ones before
          it.
        </Text>
        {places.map((key) => {
          const mayGive =
            adminOfAll ||
            (key !== everywhere && environments.find((one) => one.key === key)?.role === 'admin');
          return (
            <Select
              key={key}
              label={`In ${whereWords(key, environments)}`}
              data={[{ value: none, label: without(key) }, ...roleChoices]}
              value={person.roles[key] ?? none}
              allowDeselect={false}
              disabled={!mayGive || give.isPending}
              onChange={(value) =>
                give.mutate({
                  person: person.id,
                  environment: key,
                  role: value === none || value === null ? null : (value as Role),
                })
              }
            />
          );
        })}
        {give.error && <PageFailure error={give.error} />}
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
