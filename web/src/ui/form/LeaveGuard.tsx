import { Button, Group, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { Dialog } from '../Dialog.tsx';

interface LeaveGuardProps {
  when: boolean;
  /** What only changes the address's parameters leaves nothing: the steps of one page. */
  samePage?: boolean;
}

/** Asks before a page with something unsaved is left, whichever way. */
export function LeaveGuard({ when, samePage = false }: LeaveGuardProps) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => when && !(samePage && current.pathname === next.pathname),
    enableBeforeUnload: () => when,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog title="Leave without saving?" onClose={blocker.reset}>
      <Text size="sm" mb="md">
        What you changed here is not saved. Leaving drops it.
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={blocker.reset} data-autofocus>
          Stay
        </Button>
        <Button color="red" onClick={blocker.proceed}>
          Leave
        </Button>
      </Group>
    </Dialog>
  );
}
