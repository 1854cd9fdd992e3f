import { NavLink } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { pages } from './pages.ts';

export function ShellNav({ onLeave }: { onLeave: () => void }) {
  const path = useLocation({ select: (location) => location.pathname });
  return (
    <>
      {pages.map(({ to, label, Icon }) => {
        const active = to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`);
        return (
          <NavLink
            key={to}
            label={label}
            leftSection={<Icon size={17} />}
            active={active}
            onClick={onLeave}
            renderRoot={(props) => <Link to={to} aria-current={active ? 'page' : undefined} {...props} />}
            style={{ borderRadius: 'var(--mantine-radius-md)', fontWeight: active ? 600 : 400 }}
          />
        );
      })}
    </>
  );
}
