import { AppShell, Box } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { settleEnvironment } from '../../ui/environment.ts';
import { OverrideDialogProvider } from '../../ui/overrides/OverrideDialogProvider.tsx';
import { useSession } from '../../ui/useSession.ts';
import { ArchivedBanner } from './ArchivedBanner.tsx';
import { EnvironmentBanner } from './EnvironmentBanner.tsx';
import { NoEntry } from './NoEntry.tsx';
import { PaletteHost, usePalette } from './palette/PaletteHost.tsx';
import classes from './Shell.module.css';
import { ShellHeader } from './ShellHeader.tsx';
import { ShellNav } from './ShellNav.tsx';
import { ThemeToggle } from './ThemeToggle.tsx';
import { useLive } from './useLive.ts';

/** The frame of every signed-in page. */
export function Shell() {
  const session = useSession();
  const signedIn = session.data !== undefined;
  if (session.data) settleEnvironment(session.data.environment.key);
  return (
    <OverrideDialogProvider>
      {session.error && !signedIn ? (
        <NoEntry error={session.error} onRetry={() => void session.refetch()} />
      ) : (
        <Frame />
      )}
    </OverrideDialogProvider>
  );
}

function Frame() {
  const [navOpen, nav] = useDisclosure(false);
  const palette = usePalette();
  const live = useLive();
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 188, breakpoint: 'sm', collapsed: { mobile: !navOpen } }}
      padding={0}
    >
      <a href="#content" className={classes.skip}>
        Skip to the page
      </a>
      <AppShell.Header className={classes.edge} zIndex={102}>
        <ShellHeader live={live} navOpen={navOpen} onNav={nav.toggle} onPalette={palette.open} />
      </AppShell.Header>
      <AppShell.Navbar p="xs" className={classes.edge} aria-label="Pages">
        <ShellNav onLeave={nav.close} />
        <Box hiddenFrom="sm" mt="auto">
          <ThemeToggle />
        </Box>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        <div className={classes.content}>
          <ArchivedBanner />
          <EnvironmentBanner />
          <Outlet />
        </div>
      </AppShell.Main>
      <PaletteHost request={palette.request} />
    </AppShell>
  );
}
