import { Anchor, Button, Skeleton, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { FlagData } from '../../../trpc.ts';
import { counted } from '../../../ui/format.ts';
import { EditIcon } from '../../../ui/icons.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { useMay } from '../../../ui/useSession.ts';
import { SettingsPanel } from '../about/SettingsPanel.tsx';
import { overrideInForce } from '../overrideInForce.ts';
import { SchedulePanel } from '../schedule/SchedulePanel.tsx';
import { nameOf } from '../variants.ts';
import classes from './DecisionStep.module.css';
import { DecisionStep } from './DecisionStep.tsx';
import { RuleCard } from './RuleCard.tsx';
import { ShareEditor } from './ShareEditor.tsx';
import { TargetList } from './TargetList.tsx';
import { VariantCards } from './VariantCards.tsx';

const FlagEditor = lazy(() => import('../editor/FlagEditor.tsx'));
const SafetyPanel = lazy(() => import('../safety/SafetyPanel.tsx'));
const PrerequisiteList = lazy(() => import('./PrerequisiteList.tsx'));

/** How the flag decides; or, while it is edited, the whole flag as a form. */
export function TargetingTab({ data }: { data: FlagData }) {
  const [editing, setEditing] = useState(false);
  if (!editing) return <Targeting data={data} onEdit={() => setEditing(true)} />;
  return (
    <Suspense fallback={<Skeleton height={420} />}>
      <FlagEditor data={data} onClose={() => setEditing(false)} />
    </Suspense>
  );
}

/** How the flag decides, in the order in which it does. */
function Targeting({ data, onEdit }: { data: FlagData; onEdit: () => void }) {
  const may = useMay();
  const { flag } = data;
  const override = overrideInForce(data);
  const overridden = override !== null;
  const off = !overridden && !flag.on;
  const reached = !overridden && !off;
  const served = override ? (override.mode === 'kill' ? flag.fallback : flag.knownGood) : flag.offVariant;
  return (
    <Stack gap="md">
      <Panel
        title="How it decides"
        note="The first of these that applies decides. Everyone is looked at again on every call."
        aside={
          may.edit && (
            <Button size="xs" variant="default" leftSection={<EditIcon size={14} />} onClick={onEdit}>
              Edit targeting
            </Button>
          )
        }
      >
        <ol className={classes.steps}>
          <DecisionStep title="Override" decides={overridden} reached>
            {override
              ? `${override.target === '*' ? 'On everything' : 'On this flag'}: everyone gets ${nameOf(flag, served)}.`
              : 'None in force.'}
          </DecisionStep>
          <DecisionStep title="On or off" decides={off} reached={!overridden}>
            {flag.on ? 'The flag is on.' : `The flag is off: everyone gets ${nameOf(flag, flag.offVariant)}.`}
          </DecisionStep>
          {flag.prerequisites.length > 0 && (
            <DecisionStep title="Needs other flags" reached={reached}>
              <Suspense fallback={<Skeleton height={60} />}>
                <PrerequisiteList flag={flag} others={data.flagKeys} />
              </Suspense>
            </DecisionStep>
          )}
          <DecisionStep title="Individual targets" reached={reached}>
            <TargetList flag={flag} />
          </DecisionStep>
          <DecisionStep
            title={flag.rules.length === 0 ? 'Rules' : counted(flag.rules.length, 'rule')}
            reached={reached}
          >
            {flag.rules.length === 0
              ? 'None: nobody is treated by a rule.'
              : flag.rules.map((rule, index) => (
                  <RuleCard key={rule.id} data={data} rule={rule} number={index + 1} />
                ))}
          </DecisionStep>
          <DecisionStep title="Everyone else" reached={reached}>
            <ShareEditor data={data} rule={null} serve={flag.fallthrough} />
          </DecisionStep>
        </ol>
        <Text size="xs" c="dimmed" mt="sm">
          {flag.bucketBy === 'targetingKey'
            ? 'The same person always falls to the same place in a split.'
            : `Everyone with the same ${flag.bucketBy} falls to the same place in a split.`}{' '}
          To see what one person gets and why, ask{' '}
          <Anchor
            inherit
            underline="always"
            renderRoot={(props) => (
              <Link to="/flags/$flag" params={{ flag: flag.key }} search={{ tab: 'tester' }} {...props} />
            )}
          >
            who gets what
          </Anchor>
          .
        </Text>
      </Panel>
      <VariantCards data={data} />
      {flag.kind === 'call' && (
        <Suspense fallback={<Skeleton height={220} />}>
          <SafetyPanel data={data} />
        </Suspense>
      )}
      <SchedulePanel data={data} />
      <SettingsPanel data={data} />
    </Stack>
  );
}
