import { Button, Text } from '@mantine/core';
import { Panel } from '../../../ui/Panel.tsx';
import { useMay } from '../../../ui/useSession.ts';
import classes from '../Migration.module.css';
import type { MigrationDetail } from '../types.ts';

interface CanaryPanelProps {
  migration: MigrationDetail;
  onChange: () => void;
}

/** Which queries the new index answers now. */
export function CanaryPanel({ migration: { canary }, onChange }: CanaryPanelProps) {
  const may = useMay();
  const { percent, segments } = canary;
  return (
    <Panel
      title="Queries on the new index"
      aside={
        may.release && (
          <Button size="xs" variant="default" onClick={onChange}>
            Change the share…
          </Button>
        )
      }
    >
      <div
        className={classes.share}
        role="img"
        aria-label={`${percent}% of queries go to the new index, ${100 - percent}% to the old one`}
      >
        <div style={{ width: `${percent}%` }} />
      </div>
      <Text size="sm" mt={6}>
        <b>{percent}%</b> of queries go to the new index
        {segments.length > 0 && (
          <>
            , and all of whoever is in <b>{segments.join(', ')}</b>
          </>
        )}
        . The others stay on the old one.
      </Text>
    </Panel>
  );
}
