import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { Throttle } from '../../../../shared/migration/migration.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { IssuesContext } from '../../ui/form/issues.ts';
import { validate } from '../../ui/form/validate.ts';
import { ReasonInput } from '../../ui/ReasonInput.tsx';
import { Refusal } from './act/Refusal.tsx';
import { useAct } from './act/useAct.ts';
import { ThrottleFields } from './plan/ThrottleFields.tsx';
import type { MigrationDetail } from './types.ts';

interface ThrottleDialogProps {
  migration: MigrationDetail;
  onClose: () => void;
}

/** Another speed, heeded at once, also while the backfill runs. */
export default function ThrottleDialog({ migration: { id, state }, onClose }: ThrottleDialogProps) {
  const [draft, setDraft] = useState(state.throttle);
  const [reason, setReason] = useState('');
  const issues = validate(Throttle, draft);
  const doing = useAct(onClose);
  return (
    <Dialog title="Speed of the backfill" onClose={onClose}>
      <IssuesContext value={issues}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (issues.length === 0 && reason.trim() !== '')
              doing.mutate({ id, act: { kind: 'throttle', throttle: draft }, reason: reason.trim() });
          }}
        >
          <Stack gap="md">
            <ThrottleFields draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />
            <ReasonInput value={reason} onChange={setReason} required withAsterisk={false} data-autofocus />
            {doing.error !== null && <Refusal error={doing.error} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                Close
              </Button>
              <Button
                type="submit"
                loading={doing.isPending}
                disabled={issues.length > 0 || reason.trim() === ''}
              >
                Change the speed
              </Button>
            </Group>
          </Stack>
        </form>
      </IssuesContext>
    </Dialog>
  );
}
