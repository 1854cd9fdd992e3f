import { Alert, Button, Group, ScrollArea, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Inputs, queryClient, type RestorePreview, trpc } from '../../trpc.ts';
import { Dialog } from '../Dialog.tsx';
import { counted } from '../format.ts';
import { PageFailure } from '../PageFailure.tsx';
import { ReasonInput } from '../ReasonInput.tsx';
import { toastSaved } from '../toast.ts';
import { ChangeList } from './ChangeList.tsx';

interface RestoreDialogProps {
  number: number;
  /** Only this resource; everything when absent. */
  resource?: NonNullable<Inputs['revisions']['previewRestore']['resource']>;
  /** "Support reply" or "the whole environment". */
  what: string;
  onClose: () => void;
}

/** Shows what a restore would change before it is made. A restore is a new revision, so it can itself be undone. */
export default function RestoreDialog({ number, resource, what, onClose }: RestoreDialogProps) {
  const scope = resource ? { number, resource } : { number };
  const preview = useQuery(trpc.revisions.previewRestore.queryOptions(scope, { staleTime: 0 }));
  const [reason, setReason] = useState(`Back to revision ${number}`);
  const restore = useMutation(
    trpc.revisions.restore.mutationOptions({
      onSuccess: (result) => {
        void queryClient.invalidateQueries();
        toastSaved(
          result,
          result.changed ? `Restored ${what} to revision ${number}` : 'Nothing had to change',
        );
        onClose();
      },
    }),
  );
  const data = preview.data;
  const nothing = data !== undefined && data.changes.length === 0;
  const losesFlags = data !== undefined && lostFlags(data).length > 0;
  return (
    <Dialog onClose={onClose} size="lg" title={`Restore ${what} to revision ${number}`}>
      <Stack gap="sm">
        {preview.isPending && <Skeleton height={120} />}
        {preview.error && <PageFailure error={preview.error} onRetry={() => void preview.refetch()} />}
        {data && <Preview preview={data} />}
        {data && !nothing && <ReasonInput value={reason} onChange={setReason} data-autofocus />}
        {restore.error && (
          <PageFailure
            error={restore.error}
            onRetry={() => void preview.refetch().then(() => restore.reset())}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {nothing ? 'Close' : 'Cancel'}
          </Button>
          {!nothing && (
            <Button
              {...(losesFlags ? { color: 'red' } : {})}
              disabled={!data || reason.trim() === ''}
              loading={restore.isPending}
              onClick={() =>
                data && restore.mutate({ ...scope, reason: reason.trim(), expectedRevision: data.revision })
              }
            >
              {losesFlags ? 'Restore and delete' : 'Restore'}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}

const lostFlags = ({ changes }: RestorePreview) =>
  changes.filter(({ kind, action }) => kind === 'flag' && action === 'deleted');

function Preview({ preview }: { preview: RestorePreview }) {
  const { movedCollections: moved } = preview;
  if (preview.changes.length === 0)
    return moved.length === 0 ? (
      <Text size="sm">Everything already is as it was then. There is nothing to restore.</Text>
    ) : (
      <>
        <Text size="sm">Nothing that a restore brings back has changed since then.</Text>
        <MovedNote moved={moved} />
      </>
    );
  const overrides = preview.overridesInForce;
  const lost = lostFlags(preview);
  return (
    <>
      <Text size="sm">
        This makes a new revision that changes {counted(preview.changes.length, 'thing')}, for everyone, from
        the next call on. To undo it, restore revision {preview.revision}.
      </Text>
      {lost.length > 0 && (
        <Alert color="red" variant="light" p="xs">
          This deletes {lost.map(({ name }) => `“${name}”`).join(', ')}: callers get an error (404) from the
          next call on.
        </Alert>
      )}
      <ScrollArea.Autosize
        mah={300}
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'What would change' }}
      >
        <ChangeList changes={preview.changes} />
      </ScrollArea.Autosize>
      {moved.length > 0 && <MovedNote moved={moved} />}
      {overrides.length > 0 && (
        <Alert color="amber" variant="light" p="xs">
          {counted(overrides.length, 'override')} in force will stay in force: a restore never lifts one.
        </Alert>
      )}
    </>
  );
}

/** A restore moves no queries from one index to another. */
const MovedNote = ({ moved }: { moved: readonly string[] }) => (
  <Alert color="amber" variant="light" p="xs">
    The indexes of {moved.join(', ')} are not as they were then. A restore leaves collections and their
    indexes as they are: to take queries back to an old index, use “Reverse” on the page of its migration.
  </Alert>
);
