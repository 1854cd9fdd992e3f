import { Stack } from '@mantine/core';
import type { FlagData } from '../../../trpc.ts';
import { counted, formatDuration } from '../../../ui/format.ts';
import { Panel } from '../../../ui/Panel.tsx';
import facts from '../about/SettingsPanel.module.css';
import { nameOf } from '../variants.ts';
import { SpendingToday } from './SpendingToday.tsx';

const usualOutput = 50_000;

/** What bounds a call and what answers in trouble, in words, and what the flag has cost today. */
export default function SafetyPanel({ data }: { data: FlagData }) {
  const { flag } = data;
  const name = (key: string) => nameOf(flag, key);
  const shown: [string, string][] = [
    ['While off', name(flag.offVariant)],
    ['Known good', name(flag.knownGood)],
    ['When nothing else can', name(flag.fallback)],
    ['A whole call', `at most ${formatDuration(flag.deadlineMs)}`],
    ['Longest output', `${counted(flag.maxOutputCharacters ?? usualOutput, 'character')}, then it is cut`],
    ['System messages of callers', flag.allowSystemMessages ? 'taken, after the prompt’s own' : 'refused'],
    [
      'Conversations on a rollback',
      flag.onRollback === 'restart' ? 'the product is told to start over' : 'go on elsewhere, with all turns',
    ],
  ];
  return (
    <Panel title="When it is off, in trouble or killed">
      <Stack gap="md">
        <dl className={facts.facts}>
          {shown.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <SpendingToday flag={flag} />
      </Stack>
    </Panel>
  );
}
