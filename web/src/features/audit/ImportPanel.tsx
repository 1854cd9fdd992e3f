import { Alert, Button, FileInput, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../trpc.ts';
import { ReasonDialog } from '../../ui/form/ReasonDialog.tsx';
import { counted } from '../../ui/format.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ChangeList } from '../../ui/revisions/ChangeList.tsx';
import { useMay } from '../../ui/useSession.ts';

/** Compares a document with the environment, and makes the environment so. */
export function ImportPanel() {
  const [text, setText] = useState('');
  const [asking, setAsking] = useState(false);
  const may = useMay();
  const preview = useMutation(trpc.documents.preview.mutationOptions());
  const choose = async (file: File | null) => {
    preview.reset();
    const next = (await file?.text()) ?? '';
    setText(next);
    if (next !== '') preview.mutate({ text: next });
  };
  const found = preview.data;
  const deleted = found?.changes.filter(({ action }) => action === 'deleted') ?? [];
  return (
    <Panel
      title="Compare with a document"
      note="Shows what importing it would change. The import is one revision; flags and segments that the document does not have are deleted."
    >
      <Stack gap="sm" aria-live="polite">
        <FileInput
          label="YAML or JSON document"
          placeholder="Choose a file"
          accept=".yaml,.yml,.json"
          clearable
          clearButtonProps={{ 'aria-label': 'Choose no file' }}
          onChange={(file) => void choose(file)}
        />
        {preview.error && <PageFailure error={preview.error} />}
        {found && found.changes.length === 0 && (
          <Text size="sm">The environment is as the document says.</Text>
        )}
        {found && <ChangeList changes={found.changes} />}
        {deleted.length > 0 && (
          <Alert color="red" variant="light" p="xs">
            This deletes {deleted.map(({ name }) => `“${name}”`).join(', ')}.
          </Alert>
        )}
        {found && found.changes.length > 0 && may.release && (
          <Group>
            <Button {...(deleted.length > 0 ? { color: 'red' } : {})} onClick={() => setAsking(true)}>
              Import {counted(found.changes.length, 'change')}…
            </Button>
          </Group>
        )}
      </Stack>
      {asking && found && (
        <ReasonDialog
          title="Import this document"
          mutation={trpc.documents.import.mutationOptions()}
          input={(reason) => ({ text, expectedRevision: found.revision, reason })}
          confirm="Import"
          done="Imported"
          onDone={() => preview.reset()}
          onClose={() => setAsking(false)}
        >
          This makes one revision that changes {counted(found.changes.length, 'thing')}, from the next call
          on. To undo it, restore revision {found.revision}. Overrides stay in force.
        </ReasonDialog>
      )}
    </Panel>
  );
}
