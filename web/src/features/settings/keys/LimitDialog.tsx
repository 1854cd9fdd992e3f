import { Button, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type KeyEntry, queryClient, trpc } from '../../../trpc.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { toastDone } from '../../../ui/toast.ts';

/** Renames a key, and bounds what it may send. */
export function LimitDialog({ entry, onClose }: { entry: KeyEntry; onClose: () => void }) {
  const [name, setName] = useState(entry.name);
  const [rate, setRate] = useState<number | string>(entry.ratePerMinute ?? '');
  const update = useMutation({
    ...trpc.keys.update.mutationOptions(),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: trpc.keys.pathKey() });
      toastDone(`${name} is saved`);
      onClose();
    },
  });
  return (
    <Dialog title={entry.name} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          update.mutate({
            id: entry.id,
            name: name.trim(),
            ratePerMinute: rate === '' ? null : Number(rate),
          });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            withAsterisk={false}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <RateInput value={rate} onChange={setRate} />
          {update.error && <PageFailure error={update.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={update.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface RateInputProps {
  value: number | string;
  onChange: (value: number | string) => void;
}

/** Requests a minute; empty for the server's own number. */
export function RateInput({ value, onChange }: RateInputProps) {
  return (
    <NumberInput
      label="Requests a minute, at most"
      description="Empty: as many as the server lets every key send."
      min={1}
      max={100_000_000}
      allowDecimal={false}
      thousandSeparator=","
      value={value}
      onChange={onChange}
    />
  );
}
