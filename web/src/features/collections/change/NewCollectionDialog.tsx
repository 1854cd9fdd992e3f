import { Button, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { queryClient, trpc } from '../../../trpc.ts';
import { Dialog, DialogActions } from '../../../ui/Dialog.tsx';
import { IssuesContext, useIssue } from '../../../ui/form/issues.ts';
import { keyFrom } from '../../../ui/form/keyFrom.ts';
import { VersionFields } from '../../../ui/indexes/VersionFields.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { ReasonInput } from '../../../ui/ReasonInput.tsx';
import { toastSaved } from '../../../ui/toast.ts';
import { blankCollection, type CollectionDraft, readCollection } from './collectionDraft.ts';

/** A new, empty collection with the index version that serves from the start; its key follows the name until typed. */
export default function NewCollectionDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState(blankCollection);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { collection, issues } = useMemo(() => readCollection(draft), [draft]);
  const create = useMutation(
    trpc.collections.create.mutationOptions({
      onSuccess: (made) => {
        void queryClient.invalidateQueries();
        toastSaved(made, `${draft.name.trim()} is made`, 'It is empty: send it documents.');
        onClose();
        void navigate({ to: '/collections/$collection', params: { collection: draft.key }, search: {} });
      },
    }),
  );
  const change = (next: Partial<CollectionDraft>) => setDraft({ ...draft, ...next });
  return (
    <Dialog title="New collection" size="lg" onClose={onClose}>
      <IssuesContext value={tried ? issues : []}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (collection) create.mutate({ ...collection, reason: reason.trim() });
          }}
        >
          <Stack gap="md">
            <AboutFields draft={draft} onChange={change} />
            <VersionFields draft={draft} onChange={change} />
            <ReasonInput value={reason} onChange={setReason} required withAsterisk={false} />
            {create.error && <PageFailure error={create.error} />}
            <DialogActions>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending} disabled={reason.trim() === ''}>
                Create
              </Button>
            </DialogActions>
          </Stack>
        </form>
      </IssuesContext>
    </Dialog>
  );
}

interface AboutFieldsProps {
  draft: CollectionDraft;
  onChange: (change: Partial<CollectionDraft>) => void;
}

function AboutFields({ draft, onChange }: AboutFieldsProps) {
  const errors = { name: useIssue('name'), key: useIssue('key') };
  const rename = (name: string) =>
    onChange({ name, ...(draft.key === keyFrom(draft.name) ? { key: keyFrom(name) } : {}) });
  return (
    <>
      <TextInput
        label="Name"
        error={errors.name}
        value={draft.name}
        onChange={(event) => rename(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label="Key"
        description="Units and services name it by this; it never changes."
        spellCheck={false}
        error={errors.key}
        value={draft.key}
        onChange={(event) => onChange({ key: event.currentTarget.value })}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxLength={2_000}
        value={draft.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
    </>
  );
}
