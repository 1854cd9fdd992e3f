import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { queryClient, trpc, type UnitEntry } from '../../../trpc.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { IssuesContext } from '../../../ui/form/issues.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { problemOf } from '../../../ui/problem.ts';
import { ReasonInput } from '../../../ui/ReasonInput.tsx';
import { toastDone } from '../../../ui/toast.ts';
import { draftFrom, readDraft } from './draft.ts';
import { ModelFields } from './ModelFields.tsx';
import { MoreFields } from './MoreFields.tsx';

interface RegisterDialogProps {
  /** The unit that the new one begins as; null for an empty form. */
  base: UnitEntry['specification'] | null;
  onClose: () => void;
}

/** Registers a unit. What is in the form is the unit, for good. */
export default function RegisterDialog({ base, onClose }: RegisterDialogProps) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => draftFrom(base));
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { unit, issues } = useMemo(() => readDraft(draft), [draft]);
  const register = useMutation(
    trpc.units.register.mutationOptions({
      onSuccess: (result) => {
        void queryClient.invalidateQueries();
        toastDone(
          result.registered ? 'The unit is registered' : 'This unit is registered already',
          result.registered ? 'Nobody gets it until a flag serves it.' : 'The same content is the same unit.',
        );
        onClose();
        void navigate({ to: '/units/$unit', params: { unit: result.unit }, search: {} });
      },
    }),
  );
  const theirs = register.error
    ? problemOf(register.error).issues.map(({ path, message }) => ({
        path: path.replace(/^specification\.(retrieval\.)?/, ''),
        message,
      }))
    : [];
  const change = (next: Partial<typeof draft>) => setDraft({ ...draft, ...next });
  const submit = () => {
    setTried(true);
    if (!unit) return;
    const label = draft.label.trim();
    register.mutate({ specification: unit, reason: reason.trim(), ...(label === '' ? {} : { label }) });
  };
  return (
    <Dialog title="New unit" size="lg" onClose={onClose}>
      <IssuesContext value={tried ? [...issues, ...theirs] : []}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              Everything here but the label is hashed into the unit’s id and can never be changed. To change
              something later, register another unit and give it a share.
            </Text>
            <ModelFields draft={draft} onChange={change} />
            <MoreFields draft={draft} onChange={change} />
            <ReasonInput value={reason} onChange={setReason} required withAsterisk={false} />
            {register.error && <PageFailure error={register.error} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={register.isPending} disabled={reason.trim() === ''}>
                Register unit
              </Button>
            </Group>
          </Stack>
        </form>
      </IssuesContext>
    </Dialog>
  );
}
