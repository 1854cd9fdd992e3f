import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../../trpc.ts';
import { Dialog, DialogActions } from '../../../ui/Dialog.tsx';
import { NumberField } from '../../../ui/form/NumberField.tsx';
import { ReasonInput } from '../../../ui/ReasonInput.tsx';
import { actWords } from '../act/actWords.ts';
import { dryRunQuery } from '../act/dryRunQuery.ts';
import { Refusal } from '../act/Refusal.tsx';
import { readDryRun } from '../act/readDryRun.ts';
import { useAct } from '../act/useAct.ts';
import { WouldHappen } from '../act/WouldHappen.tsx';
import classes from '../Migration.module.css';
import type { MigrationDetail } from '../types.ts';

interface CanaryDialogProps {
  migration: MigrationDetail;
  onClose: () => void;
}

const presets = [0, 1, 5, 10, 25, 50];
const words = actWords.canary;

/** Which share of queries the new index answers before the cutover, and whose queries in any case. */
export default function CanaryDialog({ migration: { id, canary }, onClose }: CanaryDialogProps) {
  const [percent, setPercent] = useState(canary.percent > 0 ? canary.percent : 5);
  const [segments, setSegments] = useState(canary.segments);
  const [reason, setReason] = useState('');
  const isShare = percent >= 0 && percent <= 100;
  const act = { kind: 'canary' as const, percent: isShare ? percent : 0, segments };
  const run = useQuery({ ...dryRunQuery({ id, act }), placeholderData: keepPreviousData });
  const doing = useAct(onClose);
  const read = run.data && readDryRun(run.data);
  const ready = isShare && read?.allowed === true && reason.trim() !== '';
  return (
    <Dialog title={words.title} size="lg" onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) doing.mutate({ id, act, reason: reason.trim() });
        }}
      >
        <Stack gap="md">
          <Text size="sm">
            {words.about} It is a share of those who ask, so the share of queries may differ. Who asks stays
            on the same index while the share stays.
          </Text>
          <Group gap="md" align="flex-end">
            <NumberField
              label="Share of askers (%)"
              data-autofocus
              w={180}
              min={0}
              max={100}
              decimalScale={3}
              error={isShare ? undefined : 'From 0 to 100'}
              value={percent}
              onChange={setPercent}
            />
            <input
              type="range"
              className={classes.range}
              aria-label="Share of askers on the new index"
              min={0}
              max={100}
              step={1}
              value={isShare ? percent : 0}
              onChange={(event) => setPercent(Number(event.currentTarget.value))}
            />
          </Group>
          <Group gap={6}>
            {presets.map((preset) => (
              <Button
                key={preset}
                size="compact-sm"
                variant="default"
                aria-label={`Set the share to ${preset}%`}
                onClick={() => setPercent(preset)}
              >
                {preset === 0 ? '0% (end)' : `${preset}%`}
              </Button>
            ))}
          </Group>
          {percent > 0 && <SegmentChoice chosen={segments} onChoose={setSegments} />}
          {run.data && read && <WouldHappen run={run.data} read={read} name={words.confirm} />}
          <ReasonInput value={reason} onChange={setReason} required withAsterisk={false} />
          {doing.error !== null && <Refusal error={doing.error} />}
          <DialogActions>
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
            <Button type="submit" loading={doing.isPending} disabled={!ready}>
              {words.confirm}
            </Button>
          </DialogActions>
        </Stack>
      </form>
    </Dialog>
  );
}

interface SegmentChoiceProps {
  chosen: string[];
  onChoose: (segments: string[]) => void;
}

function SegmentChoice({ chosen, onChoose }: SegmentChoiceProps) {
  const { data } = useQuery(trpc.segments.list.queryOptions());
  const segments = data?.segments ?? [];
  if (segments.length === 0) return null;
  return (
    <Checkbox.Group
      label="These segments in any case"
      description="All queries of their members go to the new index, whatever the share, for callers that say who asks."
      value={chosen}
      onChange={onChoose}
    >
      <Group gap="md" mt={8} mah={160} style={{ overflowY: 'auto' }}>
        {segments.map(({ segment: { key, name } }) => (
          <Checkbox key={key} size="sm" value={key} label={name} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}
