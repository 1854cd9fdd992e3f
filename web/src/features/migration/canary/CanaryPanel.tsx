import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../trpc.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { useMay } from '../../../ui/useSession.ts';
import classes from '../Migration.module.css';
import type { MigrationDetail } from '../types.ts';
import { realShareWords } from './realShare.ts';

interface CanaryPanelProps {
  migration: MigrationDetail;
  onChange: () => void;
}

/** Whose queries the new index answers now, and what share of queries that has been. */
export function CanaryPanel({ migration: { id, canary }, onChange }: CanaryPanelProps) {
  const may = useMay();
  const figures = useQuery(trpc.migrations.figures.queryOptions({ id }));
  const { percent, segments } = canary;
  return (
    <Panel
      title="Who asks the new index"
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
        aria-label={`${percent}% of askers are answered by the new index, ${100 - percent}% by the old one`}
      >
        <div style={{ width: `${percent}%` }} />
      </div>
      <Text size="sm" mt={6}>
        <b>{percent}%</b> of those who ask are answered by the new index
        {segments.length > 0 && (
          <>
            , and all of whoever is in {segments.length === 1 ? 'the segment' : 'the segments'}{' '}
            <b>{segments.join(', ')}</b>
          </>
        )}
        . The others stay on the old one. Whoever asks stays on one side; a query that does not say who asks
        is drawn by its words.
      </Text>
      {figures.data && (
        <Text size="sm" c="dimmed" mt={6}>
          {realShareWords(figures.data)} It differs from the share of askers where some ask more than others.
        </Text>
      )}
    </Panel>
  );
}
