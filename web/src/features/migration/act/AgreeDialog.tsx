import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { ReasonInput } from '../../../ui/ReasonInput.tsx';
import type { Agreeable } from '../agreements.ts';
import type { MigrationDetail } from '../types.ts';
import { dryRunQuery } from './dryRunQuery.ts';
import { Refusal } from './Refusal.tsx';
import { readDryRun } from './readDryRun.ts';
import { useAct } from './useAct.ts';
import { WouldHappen } from './WouldHappen.tsx';

interface AgreeDialogProps {
  migration: MigrationDetail;
  to: Agreeable;
  onClose: () => void;
}

/** A second person's word for somebody else's cutover or retirement. */
export default function AgreeDialog({ migration: { id }, to, onClose }: AgreeDialogProps) {
  const [reason, setReason] = useState('');
  const act = { kind: 'agree' as const, to };
  const run = useQuery(dryRunQuery({ id, act }));
  const doing = useAct(onClose);
  const read = run.data && readDryRun(run.data);
  const ready = read?.allowed === true && reason.trim() !== '';
  const what = to === 'cutover' ? 'cutover' : 'retirement';
  return (
    <Dialog title={`Agree to a ${what}`} size="lg" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) doing.mutate({ id, act, reason: reason.trim() });
        }}
      >
        <Stack gap="md">
          <Text size="sm">
            Your word lets somebody else do it; it does nothing by itself. It holds for a day, for queries as
            they go now{to === 'cutover' ? ', and until there is another verdict' : ''}. You cannot agree to
            what you do yourself.
          </Text>
          {run.error && !run.data && <PageFailure error={run.error} onRetry={() => void run.refetch()} />}
          {!run.data && !run.error && <Skeleton height={60} />}
          {run.data && read && <WouldHappen run={run.data} read={read} name="Agree" />}
          <ReasonInput value={reason} onChange={setReason} required withAsterisk={false} data-autofocus />
          {doing.error !== null && <Refusal error={doing.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
            <Button type="submit" loading={doing.isPending} disabled={!ready}>
              Agree
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
