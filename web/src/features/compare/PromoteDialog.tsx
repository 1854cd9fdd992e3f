import { Alert, ScrollArea, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Inputs, trpc } from '../../trpc.ts';
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx';
import { counted } from '../../ui/format.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { ChangeList } from '../../ui/revisions/ChangeList.tsx';

interface PromoteDialogProps {
  from: { key: string; name: string };
  resources: Inputs['promotions']['preview']['resources'];
  onDone: () => void;
  onClose: () => void;
}

/** Shows all that a promotion would change here, what comes along included, before it is made. */
export function PromoteDialog({ from, resources, onDone, onClose }: PromoteDialogProps) {
  const preview = useQuery(
    trpc.promotions.preview.queryOptions({ from: from.key, resources }, { staleTime: 0 }),
  );
  const deleted = preview.data?.changes.filter(({ action }) => action === 'deleted') ?? [];
  return (
    <ReasonDialog
      title={`Promote from ${from.name}`}
      mutation={trpc.promotions.promote.mutationOptions()}
      input={(reason) => ({
        from: from.key,
        resources,
        expectedRevision: preview.data?.revision ?? 0,
        reason,
      })}
      ready={preview.data !== undefined && preview.data.changes.length > 0}
      confirm={deleted.length > 0 ? 'Promote and delete' : 'Promote'}
      {...(deleted.length > 0 ? { color: 'red' } : {})}
      done="Promoted"
      onDone={onDone}
      onClose={onClose}
    >
      <Stack gap="sm">
        {preview.isPending && <Skeleton height={120} />}
        {preview.error && <PageFailure error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.data && (
          <>
            This makes one revision here that changes {counted(preview.data.changes.length, 'thing')}, from
            the next call on. To undo it, restore revision {preview.data.revision}.
            {deleted.length > 0 && (
              <Alert color="red" variant="light" p="xs">
                This deletes {deleted.map(({ name }) => `“${name}”`).join(', ')}: {from.name} does not have
                it.
              </Alert>
            )}
            <ScrollArea.Autosize
              mah={300}
              type="auto"
              viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'What would change' }}
            >
              <ChangeList changes={preview.data.changes} />
            </ScrollArea.Autosize>
          </>
        )}
      </Stack>
    </ReasonDialog>
  );
}
