import { Badge, Menu, Skeleton, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Session, trpc } from '../../trpc.ts';
import { isProduction, switchEnvironment } from '../../ui/environment.ts';
import { CheckIcon, DownIcon, SettingsIcon, ShieldIcon } from '../../ui/icons.tsx';
import { roleWords, useSession } from '../../ui/useSession.ts';
import classes from './EnvironmentSwitch.module.css';

/** Where you are, and the way to elsewhere. Production looks unlike everything else. */
export function EnvironmentSwitch() {
  const { data } = useSession();
  if (!data) return <Skeleton height={28} width={110} radius="sm" />;
  return (
    <>
      {!isProduction(data.environment.key) && <div className={classes.rehearsal} aria-hidden="true" />}
      <Switch session={data} />
    </>
  );
}

function Switch({ session: { environment } }: { session: Session }) {
  const [open, setOpen] = useState(false);
  const production = isProduction(environment.key);
  return (
    <Menu position="bottom-start" opened={open} onChange={setOpen}>
      <Menu.Target>
        <UnstyledButton
          className={classes.switch}
          data-production={production || undefined}
          aria-label={`Environment: ${environment.name}. Switch…`}
        >
          {production && <ShieldIcon size={14} />}
          <span className={classes.name}>{environment.name}</span>
          <DownIcon size={12} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown miw={230}>{open && <Choices current={environment.key} />}</Menu.Dropdown>
    </Menu>
  );
}

function Choices({ current }: { current: string }) {
  const { data } = useQuery(trpc.environments.list.queryOptions());
  if (!data) return <Skeleton height={60} />;
  return (
    <>
      <Menu.Label>Environments</Menu.Label>
      {data.environments.map(({ key, name, role, archivedAt }) => (
        <Menu.Item
          key={key}
          leftSection={key === current ? <CheckIcon size={14} /> : <span style={{ width: 14 }} />}
          rightSection={
            archivedAt === null ? null : (
              <Badge size="xs" variant="default" tt="none">
                archived
              </Badge>
            )
          }
          onClick={() => key !== current && switchEnvironment(key)}
          {...(key === current ? { 'aria-current': true } : {})}
        >
          {name}
          <Text size="xs" c="dimmed">
            {key} · {roleWords[role]}
          </Text>
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item
        leftSection={<SettingsIcon size={14} />}
        renderRoot={(props) => <Link to="/settings/environments" {...props} />}
      >
        All environments…
      </Menu.Item>
    </>
  );
}
