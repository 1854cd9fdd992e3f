import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sendCode } from '../../ui/signIn.ts';

/** The second factor, after the password. */
export function CodeForm({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const [code, setCode] = useState('');
  const send = useMutation({ mutationFn: () => sendCode(code.trim()), onSuccess: onDone });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <Stack gap="sm">
        <Text size="sm">
          Your account has a second factor. Type the six digits that your authenticator app shows, or one of
          your backup codes.
        </Text>
        <TextInput
          label="Code"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          data-autofocus
        />
        {send.error && (
          <Alert color="red" variant="light" role="alert" title="That code is not right">
            {send.error.message}
          </Alert>
        )}
        <Button type="submit" fullWidth loading={send.isPending}>
          Go on
        </Button>
        <Button variant="subtle" onClick={onBack}>
          Back
        </Button>
      </Stack>
    </form>
  );
}
