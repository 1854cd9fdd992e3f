import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Segment } from '../../../../../shared/model/segment.ts';
import type { SegmentEntry } from '../../../trpc.ts';
import { IssuesContext } from '../../../ui/form/issues.ts';
import { LeaveGuard } from '../../../ui/form/LeaveGuard.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { segmentConflictOf } from '../../../ui/problem.ts';
import { ReasonInput } from '../../../ui/ReasonInput.tsx';
import { SegmentConflict } from './SegmentConflict.tsx';
import { SegmentFields } from './SegmentFields.tsx';
import { useSegmentSave } from './useSegmentSave.ts';

interface SegmentFormProps {
  entry: SegmentEntry;
  all: readonly SegmentEntry[];
  draft: Segment;
  onDraft: (draft: Segment) => void;
  onClose: () => void;
}

/** A segment being edited. Whoever is in it changes, for every flag that uses it, when it is saved. */
export default function SegmentForm({ entry, all, draft, onDraft, onClose }: SegmentFormProps) {
  const [begun] = useState(entry);
  const form = useSegmentSave(draft, begun.version, onClose);
  const conflict = form.error ? segmentConflictOf(form.error) : null;
  const dirty = JSON.stringify(draft) !== JSON.stringify(begun.segment);
  return (
    <IssuesContext value={form.issues}>
      <Panel title="Who is in it">
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            form.submit();
          }}
        >
          <Stack gap="md">
            <SegmentFields draft={draft} isNew={false} all={all} onDraft={onDraft} />
            {conflict && (
              <SegmentConflict
                conflict={conflict}
                mine={draft}
                onTheirs={onClose}
                onMine={() => form.submit(conflict.version)}
              />
            )}
            {form.error && !conflict && <PageFailure error={form.error} />}
            <Group gap="xs" align="flex-end">
              <ReasonInput
                value={form.reason}
                onChange={form.setReason}
                style={{ flex: '1 1 240px', maxWidth: 520 }}
              />
              <Button
                type="submit"
                loading={form.saving}
                disabled={!dirty || form.reason.trim() === '' || conflict !== null}
              >
                Save
              </Button>
              <Button variant="default" onClick={onClose}>
                {dirty ? 'Discard' : 'Close'}
              </Button>
            </Group>
          </Stack>
        </form>
      </Panel>
      <LeaveGuard when={dirty && !form.saved} />
    </IssuesContext>
  );
}
