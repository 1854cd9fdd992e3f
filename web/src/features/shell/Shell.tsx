import { AppShell, Box } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { OverrideDialogProvider } from '../../ui/overrides/OverrideDialogProvider.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { isUnauthorized } from '../../ui/problem.ts';
import { useSession } from '../../ui/useSession.ts';
import { EnvironmentBanner } from './EnvironmentBanner.tsx';
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
  return (
    <OverrideDialogProvider>
      {session.error && !signedIn ? (
        <Refused error={session.error} onRetry={() => void session.refetch()} />
      ) : (
        <Frame />
      )}
    </OverrideDialogProvider>
  );
}

function Refused({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (isUnauthorized(error)) return null;
  return (
    <Box component="main" p="xl" maw={640} mx="auto">
      <h1 className="visually-hidden">Knowngood</h1>
      <PageFailure error={error} onRetry={onRetry} />
    </Box>
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
      <AppShell.Header className={classes.edge}>
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
          <EnvironmentBanner />
          <Outlet />
        </div>
      </AppShell.Main>
      <PaletteHost request={palette.request} />
    </AppShell>
  );
}
