import { Button, Text } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { FlagData, ScheduledChange } from '../../../trpc.ts';
import { countdown } from '../../../ui/countdown.ts';
import { ClockIcon } from '../../../ui/icons.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { useNow } from '../../../ui/useNow.ts';
import { useMay } from '../../../ui/useSession.ts';
import { When } from '../../../ui/When.tsx';
import classes from './SchedulePanel.module.css';
import { scheduleWords } from './scheduleWords.ts';

const ScheduleDialog = lazy(() => import('./ScheduleDialog.tsx'));
const CancelDialog = lazy(() => import('./CancelDialog.tsx'));

/** What will change by itself, and when. */
export function SchedulePanel({ data }: { data: FlagData }) {
  const [adding, setAdding] = useState(false);
  const [cancelling, setCancelling] = useState<ScheduledChange | null>(null);
  const may = useMay();
  const now = useNow();
  const { flag, schedules } = data;
  return (
    <Panel
      title="Scheduled changes"
      aside={
        may.edit && (
          <Button
            size="xs"
            variant="default"
            leftSection={<ClockIcon size={14} />}
            onClick={() => setAdding(true)}
          >
            Schedule a change…
          </Button>
        )
      }
    >
      {schedules.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing will change by itself.
        </Text>
      )}
      <ul className={classes.list}>
        {schedules.map((schedule) => (
          <li key={schedule.id} className={classes.item}>
            <div>
              <Text size="sm" fw={600}>
                {scheduleWords(flag, schedule.set)}
              </Text>
              <Text size="sm" c="dimmed">
                {countdown(schedule.at, now)}, <When at={schedule.at} style="moment" /> · {schedule.author}: “
                {schedule.reason}”
              </Text>
            </div>
            {may.edit && (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Call off: ${scheduleWords(flag, schedule.set)}`}
                onClick={() => setCancelling(schedule)}
              >
                Call off…
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Suspense>
        {adding && <ScheduleDialog data={data} onClose={() => setAdding(false)} />}
        {cancelling && <CancelDialog flag={flag} schedule={cancelling} onClose={() => setCancelling(null)} />}
      </Suspense>
    </Panel>
  );
}
