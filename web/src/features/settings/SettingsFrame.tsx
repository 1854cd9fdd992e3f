import { Link, Outlet } from '@tanstack/react-router';
import classes from './SettingsFrame.module.css';

const sections = [
  { to: '/settings/account', label: 'Account' },
  { to: '/settings/people', label: 'People' },
  { to: '/settings/keys', label: 'Keys' },
  { to: '/settings/environments', label: 'Environments' },
] as const;

/** The parts of the settings, above each of them. */
export function SettingsFrame() {
  return (
    <>
      <nav className={classes.tabs} aria-label="Settings">
        {sections.map(({ to, label }) => (
          <Link key={to} to={to} className={classes.tab} activeProps={{ 'aria-current': 'page' }}>
            {label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
