import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type ApprovalRequest, queryClient, trpc } from '../../trpc.ts';
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { toastDone } from '../../ui/toast.ts';

/** What the reader may do with a request that waits. */
export function RequestActions({ request }: { request: ApprovalRequest }) {
  const { id, version } = request;
  const [rejecting, setRejecting] = useState(false);
  const after = (words: string) => () => {
    void queryClient.invalidateQueries();
    toastDone(words);
  };
  const onError = () => void queryClient.invalidateQueries({ queryKey: trpc.approvals.pathKey() });
  const approve = useMutation(
    trpc.approvals.approve.mutationOptions({
      onSuccess: ({ applied, revision }) =>
        after(applied ? `Applied as revision ${revision}` : 'Approved; others have to agree too')(),
      onError,
    }),
  );
  const withdraw = useMutation(
    trpc.approvals.withdraw.mutationOptions({ onSuccess: after('Withdrawn'), onError }),
  );
  const refresh = useMutation(
    trpc.approvals.refresh.mutationOptions({ onSuccess: after('Up to date'), onError }),
  );
  const error = approve.error ?? withdraw.error ?? refresh.error;
  const stale = request.moved.length > 0;
  return (
    <>
      {error && <PageFailure error={error} />}
      <Group gap="xs" mt="md">
        {request.mayApprove && (
          <Button
            disabled={stale}
            loading={approve.isPending}
            onClick={() => approve.mutate({ id, version })}
          >
            Approve
          </Button>
        )}
        {request.mayReject && (
          <Button variant="default" onClick={() => setRejecting(true)}>
            Reject…
          </Button>
        )}
        {request.mine && stale && (
          <Button loading={refresh.isPending} onClick={() => refresh.mutate({ id, version })}>
            Bring up to date
          </Button>
        )}
        {request.mine && (
          <Button
            variant="default"
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate({ id, version })}
          >
            Withdraw
          </Button>
        )}
        {request.mine && (
          <Text size="sm" c="dimmed">
            A second person has to approve it. To edit it, save the change again where you made it.
          </Text>
        )}
      </Group>
      {rejecting && (
        <ReasonDialog
          title="Reject this change"
          mutation={trpc.approvals.reject.mutationOptions()}
          input={(note) => ({ id, version, note })}
          confirm="Reject"
          color="red"
          done="Rejected"
          onClose={() => setRejecting(false)}
        >
          Nothing changes. {request.author} sees your reason and may ask again.
        </ReasonDialog>
      )}
    </>
  );
}
