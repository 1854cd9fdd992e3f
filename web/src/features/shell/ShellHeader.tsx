import { ActionIcon, Box, Burger, Button, Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { SearchIcon } from '../../ui/icons.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { EnvironmentSwitch } from './EnvironmentSwitch.tsx';
import { LiveIndicator } from './LiveIndicator.tsx';
import { SimulatorBadge } from './SimulatorBadge.tsx';
import { ThemeToggle } from './ThemeToggle.tsx';
import type { LiveState } from './useLive.ts';

interface ShellHeaderProps {
  live: LiveState;
  navOpen: boolean;
  onNav: () => void;
  onPalette: () => void;
}

const modifier = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

export function ShellHeader({ live, navOpen, onNav, onPalette }: ShellHeaderProps) {
  return (
    <Group h="100%" px={{ base: 10, sm: 'md' }} justify="space-between" wrap="nowrap" gap={6}>
      <Group gap={8} wrap="nowrap">
        <Burger opened={navOpen} onClick={onNav} hiddenFrom="sm" size="sm" aria-label="Navigation" />
        <UnstyledButton
          renderRoot={(props) => <Link to="/" aria-label="Knowngood, to the overview" {...props} />}
        >
          <Group gap={8} wrap="nowrap">
            <Mark size={26} />
            <Text fw={700} visibleFrom="sm" style={{ letterSpacing: '-0.01em' }}>
              Knowngood
            </Text>
          </Group>
        </UnstyledButton>
        <EnvironmentSwitch />
        <Box visibleFrom="xs">
          <SimulatorBadge />
        </Box>
      </Group>
      <Group gap={6} wrap="nowrap">
        <LiveIndicator state={live} />
        <Button
          variant="default"
          size="xs"
          visibleFrom="sm"
          ml={6}
          leftSection={<SearchIcon size={14} />}
          rightSection={<Kbd size="xs">{modifier} K</Kbd>}
          onClick={onPalette}
        >
          Go to or do…
        </Button>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          hiddenFrom="sm"
          aria-label="Go to or do…"
          onClick={onPalette}
        >
          <SearchIcon size={18} />
        </ActionIcon>
        <Box visibleFrom="sm">
          <ThemeToggle />
        </Box>
        <AccountMenu />
      </Group>
    </Group>
  );
}
