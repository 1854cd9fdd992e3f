import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { environmentState } from '../../ui/environmentState.ts';
import { ShieldIcon, StopIcon } from '../../ui/icons.tsx';
import { OverrideNote } from '../../ui/overrides/OverrideNote.tsx';
import { everything, useOverrideDialog } from '../../ui/overrides/request.ts';
import { useMay } from '../../ui/useSession.ts';
import classes from './EnvironmentBanner.module.css';

/** Stands above every page while an override covers the whole environment. */
export function EnvironmentBanner() {
  const { data } = useQuery(environmentState());
  const open = useOverrideDialog();
  const may = useMay();
  const override = data?.environmentOverride;
  if (!override) return null;
  const killed = override.mode === 'kill';
  return (
    <section className={classes.banner} data-mode={override.mode} aria-label="Override on everything">
      <Group gap={8} wrap="nowrap" style={{ minWidth: 0 }}>
        {killed ? <StopIcon size={18} /> : <ShieldIcon size={18} />}
        <Text component="p" size="sm" m={0}>
          <strong>
            {killed
              ? 'Everything is killed: every flag serves its static answer'
              : 'Everything is on known good'}
          </strong>{' '}
          <OverrideNote override={override} />
        </Text>
      </Group>
      {may.release && (
        <Button
          size="compact-sm"
          variant="white"
          color="dark"
          className={classes.lift}
          onClick={() => open({ action: 'lift', target: everything })}
        >
          Lift it
        </Button>
      )}
    </section>
  );
}
