import { Button, Tooltip } from '@mantine/core';
import type { Flag } from '../../../../shared/model/flag.ts';
import type { OverrideInForce } from '../../trpc.ts';
import { LiftIcon, ShieldIcon, StopIcon } from '../../ui/icons.tsx';
import { useOverrideDialog } from '../../ui/overrides/request.ts';
import { useMay } from '../../ui/useSession.ts';

/** Known good, kill, and lift: at the top of the page, whatever tab is open. */
export function OverrideButtons({ flag, override }: { flag: Flag; override: OverrideInForce | null }) {
  const open = useOverrideDialog();
  const may = useMay();
  const act = (action: 'kill' | 'known-good' | 'lift') => () =>
    open({ action, target: flag.key, name: flag.name });
  return (
    <Tooltip label="Overrides take an editor" disabled={may.override}>
      <div style={{ display: 'flex', gap: 8 }}>
        {override && (
          <Button
            size="sm"
            leftSection={<LiftIcon />}
            disabled={!may.release}
            title={may.release ? undefined : 'Lifting an override takes a release manager'}
            onClick={act('lift')}
          >
            Lift override
          </Button>
        )}
        {override?.mode !== 'known-good' && (
          <Button
            size="sm"
            color="amber"
            variant="light"
            leftSection={<ShieldIcon />}
            disabled={!may.override}
            onClick={act('known-good')}
          >
            Known good
          </Button>
        )}
        {override?.mode !== 'kill' && (
          <Button
            size="sm"
            color="red"
            leftSection={<StopIcon />}
            disabled={!may.override}
            onClick={act('kill')}
          >
            Kill
          </Button>
        )}
      </div>
    </Tooltip>
  );
}
