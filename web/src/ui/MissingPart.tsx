import { Alert, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { WarningIcon } from './icons.tsx';

/** Stands in for a part of the app that did not come. Reloads only once the server answers: otherwise nothing would be left. */
export function MissingPart() {
  const [state, setState] = useState<'waits' | 'asks' | 'silent'>('waits');
  const retry = async () => {
    setState('asks');
    try {
      await fetch('/health', { cache: 'no-store', signal: AbortSignal.timeout(10_000) });
      window.location.reload();
    } catch {
      setState('silent');
    }
  };
  return (
    <Alert
      color="red"
      variant="light"
      icon={<WarningIcon />}
      title="This page could not be loaded"
      role="alert"
    >
      <Text size="sm" mb="sm">
        {state === 'silent'
          ? 'The server still cannot be reached. Try again when the network is back.'
          : 'A part of it did not come: the network is gone, or the server has been upgraded. Nothing was changed.'}
      </Text>
      <Button size="xs" variant="default" loading={state === 'asks'} onClick={() => void retry()}>
        Try again
      </Button>
    </Alert>
  );
}
