import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../trpc.ts';
import { Dialog } from '../Dialog.tsx';
import { environmentState } from '../environmentState.ts';
import { PageFailure } from '../PageFailure.tsx';
import { ReasonInput } from '../ReasonInput.tsx';
import { receiptsQuery } from '../receipts/receiptsQuery.ts';
import { receiptWords } from '../receipts/receiptWords.ts';
import { toastDone, toastWarning } from '../toast.ts';
import { Obeyed } from './Obeyed.tsx';
import { everything, type OverrideRequest } from './request.ts';
import { overrideWords } from './words.ts';

/** An override whose commit the disk refused is in force all the same; the server then says so. */
const isCommitted = (result: object): boolean => !('committed' in result) || result.committed === true;

interface OverrideDialogProps {
  request: OverrideRequest;
  onClose: () => void;
}

/** One question, one click: what will happen, to whom, how to undo it. */
export default function OverrideDialog({ request, onClose }: OverrideDialogProps) {
  const all = request.target === everything;
  const [action, setAction] = useState(request.action);
  const [typed, setTyped] = useState<string | null>(null);
  const [done, setDone] = useState(false);
  const flag = useQuery(trpc.flags.get.queryOptions({ flag: request.target }, { enabled: !all }));
  const overview = useQuery({ ...environmentState(), enabled: all });
  const words = overrideWords({ ...request, action }, flag.data?.flag, overview.data?.flags.length);
  const reason = typed ?? words.defaultReason;

  const finish = async (committed: boolean) => {
    void queryClient.invalidateQueries();
    const receipts = await queryClient
      .fetchQuery({ ...receiptsQuery(), staleTime: 0, retry: false })
      .catch(() => undefined);
    if (committed && receipts && receipts.total > 0) return setDone(true);
    if (committed) toastDone(words.done, receipts ? receiptWords(receipts) : '');
    else
      toastWarning(
        words.done,
        'It is in force, but could not be written to disk yet. The server keeps trying.',
      );
    onClose();
  };
  const set = useMutation(
    trpc.overrides.set.mutationOptions({ onSuccess: (result) => finish(isCommitted(result)) }),
  );
  const lift = useMutation(trpc.overrides.lift.mutationOptions({ onSuccess: () => finish(true) }));
  const error = set.error ?? lift.error;

  const confirm = () => {
    const input = {
      target: request.target,
      reason: reason.trim() === '' ? words.defaultReason : reason.trim(),
    };
    if (action === 'lift') lift.mutate(input);
    else set.mutate({ ...input, mode: action });
  };

  if (done) return <Obeyed title={words.done} onClose={onClose} />;
  return (
    <Dialog onClose={onClose} title={all && action !== 'lift' ? 'Stop everything' : words.title} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <Stack gap="sm">
          {all && action !== 'lift' && (
            <SegmentedControl
              fullWidth
              aria-label="What everyone gets"
              value={action}
              onChange={(value) => setAction(value === 'kill' ? 'kill' : 'known-good')}
              data={[
                { value: 'known-good', label: 'Serve known good' },
                { value: 'kill', label: 'Serve the static answer' },
              ]}
            />
          )}
          <Text size="sm">{words.effect}</Text>
          <Text size="sm" c="dimmed">
            {words.undo}
          </Text>
          <ReasonInput value={reason} onChange={setTyped} data-autofocus />
          {error && <PageFailure error={error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              color={action === 'kill' ? 'red' : action === 'known-good' ? 'amber' : 'pine'}
              loading={set.isPending || lift.isPending}
            >
              {words.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
