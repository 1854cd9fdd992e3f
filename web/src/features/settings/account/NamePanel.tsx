import { Button, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '../../../trpc.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { toastDone } from '../../../ui/toast.ts';

export function NamePanel({ name }: { name: string }) {
  const [draft, setDraft] = useState(name);
  const rename = useMutation({
    ...trpc.account.rename.mutationOptions(),
    onSuccess: () => {
      void queryClient.invalidateQueries();
      toastDone('Your name is saved');
    },
  });
  return (
    <Panel title="Name" note="It stands beside everything that you change.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ name: draft.trim() });
        }}
      >
        <Group align="flex-end" gap="xs">
          <TextInput
            aria-label="Your name"
            autoComplete="name"
            maxLength={120}
            style={{ flex: '1 1 220px' }}
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            loading={rename.isPending}
            disabled={draft.trim() === '' || draft.trim() === name}
          >
            Save
          </Button>
        </Group>
        {rename.error && <PageFailure error={rename.error} />}
      </form>
    </Panel>
  );
}
