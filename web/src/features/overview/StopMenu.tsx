import { Button, Menu } from '@mantine/core';
import type { FlagSummary } from '../../trpc.ts';
import { LiftIcon, ShieldIcon, StopIcon } from '../../ui/icons.tsx';
import { useOverrideDialog } from '../../ui/overrides/request.ts';
import { useMay } from '../../ui/useSession.ts';

/** The emergency actions of one flag. */
export function StopMenu({ flag }: { flag: FlagSummary }) {
  const open = useOverrideDialog();
  const may = useMay();
  if (!may.override) return null;
  const act = (action: 'kill' | 'known-good' | 'lift') => () =>
    open({ action, target: flag.key, name: flag.name });
  const own = flag.override?.target === flag.key ? flag.override : null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" variant="default" aria-label={`Stop ${flag.name}`}>
          Stop…
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {own && may.release && (
          <Menu.Item leftSection={<LiftIcon />} onClick={act('lift')}>
            Lift override
          </Menu.Item>
        )}
        {own?.mode !== 'known-good' && (
          <Menu.Item leftSection={<ShieldIcon />} onClick={act('known-good')}>
            Known good
          </Menu.Item>
        )}
        {own?.mode !== 'kill' && (
          <Menu.Item color="red" leftSection={<StopIcon />} onClick={act('kill')}>
            Kill
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
