import { Button, Checkbox, Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Inputs, queryClient, trpc } from '../../../trpc.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { type ShownKey, scopeWords } from './keyState.ts';
import { RateInput } from './LimitDialog.tsx';

type Scope = Inputs['keys']['create']['scopes'][number];

const scopes = Object.keys(scopeWords) as Scope[];
const lives = [
  { value: 'never', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
];

interface NewKeyDialogProps {
  onShow: (shown: ShownKey) => void;
  onClose: () => void;
}

export function NewKeyDialog({ onShow, onClose }: NewKeyDialogProps) {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<Scope[]>(['call']);
  const [origins, setOrigins] = useState('');
  const [life, setLife] = useState('never');
  const [rate, setRate] = useState<number | string>('');
  const isPublic = chosen.includes('public');
  const create = useMutation({
    ...trpc.keys.create.mutationOptions(),
    onSuccess: ({ key, waits }) => {
      void queryClient.invalidateQueries({ queryKey: trpc.keys.pathKey() });
      onShow({ name: name.trim(), key, waits });
      onClose();
    },
  });
  // A public key stands alone, so choosing it lets go of the others, and the other way round.
  const choose = (next: string[]) => {
    const added = next.find((one) => !chosen.includes(one as Scope));
    const fitting = next.filter((one) => added === undefined || (added === 'public') === (one === 'public'));
    setChosen(fitting as Scope[]);
  };
  const submit = () =>
    create.mutate({
      name: name.trim(),
      scopes: chosen,
      origins: isPublic ? origins.split(/\s+/).filter(Boolean) : [],
      expiresInDays: life === 'never' ? null : Number(life),
      ratePerMinute: rate === '' ? null : Number(rate),
    });
  return (
    <Dialog title="New key" size="lg" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            description="The service that will use it."
            required
            withAsterisk={false}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Checkbox.Group label="It may" value={chosen} onChange={choose}>
            <Stack gap={8} mt={6}>
              {scopes.map((scope) => (
                <Checkbox key={scope} value={scope} label={scope} description={scopeWords[scope]} />
              ))}
            </Stack>
          </Checkbox.Group>
          {isPublic && (
            <Textarea
              label="Pages that may use it"
              description="Origins, one a line, such as https://shop.example"
              required
              withAsterisk={false}
              autosize
              minRows={2}
              value={origins}
              onChange={(event) => setOrigins(event.currentTarget.value)}
            />
          )}
          <Group grow align="flex-start">
            <Select
              label="It ends"
              description="Then it is refused."
              data={lives}
              value={life}
              allowDeselect={false}
              onChange={(value) => setLife(value ?? 'never')}
            />
            <RateInput value={rate} onChange={setRate} />
          </Group>
          {create.error && <PageFailure error={create.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={chosen.length === 0}>
              Make the key
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
