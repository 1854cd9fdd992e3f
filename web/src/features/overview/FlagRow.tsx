import { Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { FlagSummary } from '../../trpc.ts';
import { counted } from '../../ui/format.ts';
import { OverrideNote } from '../../ui/overrides/OverrideNote.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { rangeWords } from '../../ui/range.ts';
import { flagState, StateBadge } from '../../ui/StateBadge.tsx';
import { servingParts } from '../../ui/serving.ts';
import { Timeline } from '../../ui/Timeline.tsx';
import { TrafficNumbers } from '../../ui/TrafficNumbers.tsx';
import { VariantBar, VariantLegend } from '../../ui/VariantBar.tsx';
import classes from './FlagRow.module.css';
import { StopMenu } from './StopMenu.tsx';

/** One flag on the overview: what it serves to whom, how that goes, and how to stop it. */
export function FlagRow({ flag, minutes }: { flag: FlagSummary; minutes: number }) {
  const parts = servingParts(flag);
  return (
    <Panel aria-label={flag.name}>
      <div className={classes.row}>
        <div className={classes.about}>
          <Group gap="2px 8px">
            <Title order={3} lineClamp={2}>
              <Link to="/flags/$flag" params={{ flag: flag.key }} className={classes.name}>
                {flag.name}
              </Link>
            </Title>
            <StateBadge state={flagState(flag)} />
          </Group>
          {flag.description !== '' && (
            <Text size="sm" c="dimmed" lineClamp={2}>
              {flag.description}
            </Text>
          )}
          {flag.override && (
            <div className={classes.override} data-mode={flag.override.mode}>
              <OverrideNote override={flag.override} />
            </div>
          )}
        </div>
        <div className={classes.bar}>
          <VariantBar parts={parts} label={`${flag.name} serves`} />
          <VariantLegend parts={parts} />
          <Exceptions flag={flag} />
        </div>
        <div className={classes.traffic}>
          <Timeline points={flag.timeline} range={rangeWords(minutes)} />
          <div style={{ marginTop: 8 }}>
            <TrafficNumbers traffic={flag.traffic} />
          </div>
        </div>
        <div className={classes.stop}>
          <StopMenu flag={flag} />
        </div>
      </div>
    </Panel>
  );
}

/** Who is decided otherwise than by the bar. Silent while an override or "off" beats them all. */
function Exceptions({ flag }: { flag: FlagSummary }) {
  if (flagState(flag) !== 'on' || flag.rules + flag.targets === 0) return null;
  const named = flag.targets > 0 ? [`${counted(flag.targets, 'person', 'people')} named individually`] : [];
  const rules = flag.rules > 0 ? [counted(flag.rules, 'rule')] : [];
  return (
    <Text size="xs" c="dimmed" mt={4}>
      for everyone but {[...named, ...rules].join(' and ')}
    </Text>
  );
}
