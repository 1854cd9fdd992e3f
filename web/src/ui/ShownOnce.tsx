import { Alert, Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { CodeBlock } from './CodeBlock.tsx';
import { Dialog } from './Dialog.tsx';

interface ShownOnceProps {
  title: string;
  secret: string;
  label: string;
  onClose: () => void;
  children: ReactNode;
}

/** A secret that nobody can be shown again. */
export function ShownOnce({ title, secret, label, onClose, children }: ShownOnceProps) {
  return (
    <Dialog title={title} size="lg" onClose={onClose}>
      <Stack gap="sm">
        <Alert color="amber" variant="light" role="note" title="Copy it now">
          {children}
        </Alert>
        <CodeBlock code={secret} label={label} />
        <Group justify="flex-end">
          <Button onClick={onClose}>I have it</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
