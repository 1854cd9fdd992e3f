import { Button, Group, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Segment } from '../../../../../shared/model/segment.ts';
import type { SegmentEntry } from '../../../trpc.ts';
import { blankCondition } from '../../../ui/conditions/blank.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { IssuesContext } from '../../../ui/form/issues.ts';
import { keyFrom } from '../../../ui/form/keyFrom.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { ReasonInput } from '../../../ui/ReasonInput.tsx';
import { SegmentFields } from './SegmentFields.tsx';
import { useSegmentSave } from './useSegmentSave.ts';

/** A new segment; its key follows the name until it is typed. */
export default function NewSegmentDialog({
  others,
  onClose,
}: {
  others: readonly SegmentEntry[];
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Segment>({
    key: '',
    name: '',
    description: '',
    conditions: [blankCondition()],
  });
  const form = useSegmentSave(
    draft,
    0,
    () => void navigate({ to: '/segments/$segment', params: { segment: draft.key } }),
  );
  const change = (next: Segment) =>
    setDraft(
      next.key === draft.key && draft.key === keyFrom(draft.name)
        ? { ...next, key: keyFrom(next.name) }
        : next,
    );
  return (
    <Dialog title="New segment" size="lg" onClose={onClose}>
      <IssuesContext value={form.issues}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            form.submit();
          }}
        >
          <Stack gap="md">
            <SegmentFields draft={draft} isNew all={others} onDraft={change} />
            <ReasonInput value={form.reason} onChange={form.setReason} />
            {form.error && <PageFailure error={form.error} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={form.saving} disabled={form.reason.trim() === ''}>
                Create
              </Button>
            </Group>
          </Stack>
        </form>
      </IssuesContext>
    </Dialog>
  );
}
