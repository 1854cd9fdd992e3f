import { Button, Group, Skeleton, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../trpc.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { counted } from '../../../ui/format.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { toastDone } from '../../../ui/toast.ts';
import { GoldenFields } from './GoldenFields.tsx';
import { GoldenSets } from './GoldenSets.tsx';
import { useGoldenDraft } from './useGoldenDraft.ts';

interface GoldenDialogProps {
  collection: string;
  onClose: () => void;
}

/** Another set of golden queries; verdicts by an earlier one are stale from then on. */
export default function GoldenDialog({ collection, onClose }: GoldenDialogProps) {
  const sets = useQuery(trpc.migrations.goldenSets.queryOptions({ collection }));
  const draft = useGoldenDraft(collection, (queries) => {
    toastDone(`${counted(queries, 'golden query', 'golden queries')} kept`, 'Now compare again.');
    onClose();
  });
  return (
    <Dialog title="Golden queries" size="lg" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          draft.save();
        }}
      >
        <Stack gap="md">
          {sets.data ? <GoldenSets sets={sets.data.sets} /> : <Skeleton height={40} />}
          <TextInput
            label="Name of the set"
            placeholder="Questions of October"
            maxLength={120}
            value={draft.name}
            onChange={(event) => draft.setName(event.currentTarget.value)}
            data-autofocus
          />
          <GoldenFields text={draft.text} read={draft.read} onText={draft.setText} />
          {draft.keep.error && <PageFailure error={draft.keep.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
            <Button type="submit" loading={draft.keep.isPending} disabled={!draft.isReady}>
              Keep these queries
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
