import { Avatar, Menu, Text, UnstyledButton } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { queryClient } from '../../trpc.ts';
import { SettingsIcon, SignOutIcon } from '../../ui/icons.tsx';
import { signOut } from '../../ui/signIn.ts';
import { toastFailure } from '../../ui/toast.ts';
import { roleWords, useSession } from '../../ui/useSession.ts';

export function AccountMenu() {
  const { data } = useSession();
  const navigate = useNavigate();
  const leave = () =>
    signOut().then(
      async () => {
        await navigate({ to: '/sign-in' });
        queryClient.clear();
      },
      (error: unknown) => toastFailure('You are still signed in', error),
    );
  const name = data?.person.name ?? '';
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton aria-label="Account">
          <Avatar size={30} radius="xl" color="pine" variant="light" alt="" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown miw={200}>
        {data && (
          <Menu.Label>
            <Text size="sm" fw={600} c="var(--mantine-color-text)">
              {name}
            </Text>
            <Text size="xs">{data.person.email}</Text>
            <Text size="xs">
              {roleWords[data.role]} in {data.environment.name}
            </Text>
          </Menu.Label>
        )}
        <Menu.Divider />
        <Menu.Item
          leftSection={<SettingsIcon />}
          renderRoot={(props) => <Link to="/settings/account" {...props} />}
        >
          Your account
        </Menu.Item>
        <Menu.Item leftSection={<SignOutIcon />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
        {data && (
          <Menu.Label>
            <Text size="xs">Knowngood {data.version}</Text>
          </Menu.Label>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
