import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Serve } from '../../../../../shared/model/flag.ts';
import { type FlagData, queryClient, trpc } from '../../../trpc.ts';
import { countdown } from '../../../ui/countdown.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { LocalTime } from '../../../ui/form/LocalTime.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { ReasonInput } from '../../../ui/ReasonInput.tsx';
import { toastSaved } from '../../../ui/toast.ts';
import { useNow } from '../../../ui/useNow.ts';
import { ServeEditor } from '../editor/serve/ServeEditor.tsx';
import { scheduleWords } from './scheduleWords.ts';

const inAnHour = (now: Date): string =>
  new Date(Math.ceil(now.getTime() / 60_000) * 60_000 + 3_600_000).toISOString();

/** Switches a flag, or moves its split, at a time to come. */
export default function ScheduleDialog({ data, onClose }: { data: FlagData; onClose: () => void }) {
  const { flag } = data;
  const now = useNow();
  const [what, setWhat] = useState<'switch' | 'split'>('switch');
  const [serve, setServe] = useState<Serve>(flag.fallthrough);
  const [at, setAt] = useState(() => inAnHour(new Date()));
  const [reason, setReason] = useState('');
  const set = what === 'switch' ? { on: !flag.on } : { fallthrough: serve };
  const words = scheduleWords(flag, set);
  const past = at !== '' && new Date(at) <= now;
  const save = useMutation(
    trpc.flags.schedule.mutationOptions({
      onSuccess: (result) => {
        void queryClient.invalidateQueries();
        toastSaved(result, 'Scheduled', `${flag.name}: ${words}, ${countdown(at, new Date())}`);
        onClose();
      },
    }),
  );
  return (
    <Dialog title={`Schedule a change of ${flag.name}`} size="lg" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ flag: flag.key, at, set, reason: reason.trim() });
        }}
      >
        <Stack gap="sm">
          <SegmentedControl
            aria-label="What is to change"
            value={what}
            onChange={(value) => setWhat(value === 'split' ? 'split' : 'switch')}
            data={[
              { value: 'switch', label: flag.on ? 'Switch off' : 'Switch on' },
              { value: 'split', label: 'What everyone else gets' },
            ]}
          />
          {what === 'split' && (
            <ServeEditor
              flag={flag}
              path="fallthrough"
              what="everyone else"
              serve={serve}
              live={{ serve: flag.fallthrough, rule: null }}
              onChange={setServe}
            />
          )}
          <LocalTime
            label="When"
            value={at}
            onChange={setAt}
            error={past ? 'This time has passed' : undefined}
          />
          <Text size="sm" c="dimmed">
            {words}. It is committed at that time under your name, and it gives way if the flag cannot take it
            then.
          </Text>
          <ReasonInput value={reason} onChange={setReason} required withAsterisk={false} />
          {save.error && <PageFailure error={save.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={reason.trim() === '' || at === '' || past}
            >
              Schedule
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
