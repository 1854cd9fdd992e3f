import { Button, Group, Text } from '@mantine/core';
import { Dialog } from '../Dialog.tsx';
import { ReceiptLine } from '../receipts/ReceiptLine.tsx';

/** It is done; now the clients that evaluate by themselves say one after the other that they obey. */
export function Obeyed({ title, onClose }: { title: string; onClose: () => void }) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Text component="div" size="sm" mb="xs">
        <ReceiptLine />
      </Text>
      <Text size="sm" c="dimmed" mb="md">
        Calls through the server obey at once. A client that evaluates by itself obeys when it has the new
        revision.
      </Text>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          Done
        </Button>
      </Group>
    </Dialog>
  );
}
