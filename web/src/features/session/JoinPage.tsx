import { Alert, Button, PasswordInput, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { trpc } from '../../trpc.ts';
import { problemOf } from '../../ui/problem.ts';
import { signInWithPassword } from '../../ui/signIn.ts';
import { When } from '../../ui/When.tsx';
import { SessionFrame } from './SessionFrame.tsx';

/** Where an invitation's link leads: a name, a password, and in. */
export function JoinPage() {
  const [token] = useState(() => window.location.hash.slice(1));
  const look = useMutation(trpc.invitations.look.mutationOptions());
  const { mutate } = look;
  useEffect(() => mutate({ token: token || '-' }), [mutate, token]);
  return (
    <SessionFrame title="Join" heading="Join Knowngood">
      {look.error && (
        <Alert color="red" variant="light" role="alert" title="This link opens nothing">
          {problemOf(look.error).message}
        </Alert>
      )}
      {!look.data && !look.error && <Skeleton height={180} />}
      {look.data && (
        <>
          <Text size="sm">
            {look.data.invitedBy} invites you as <strong>{look.data.email}</strong>. The link works once,
            until <When at={look.data.expiresAt} style="moment" />.
          </Text>
          <JoinForm token={token} email={look.data.email} />
        </>
      )}
    </SessionFrame>
  );
}

function JoinForm({ token, email }: { token: string; email: string }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const accept = useMutation({
    ...trpc.invitations.accept.mutationOptions(),
    onSuccess: async () => {
      await signInWithPassword(email, password);
      window.location.assign('/');
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate({ token, name: name.trim(), password });
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Your name"
          description="It stands beside everything that you change."
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label="A password"
          description="At least 12 characters; several words are good."
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={12}
          maxLength={128}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {accept.error && (
          <Alert color="red" variant="light" role="alert" title="That did not work">
            {problemOf(accept.error).message}
          </Alert>
        )}
        <Button type="submit" fullWidth loading={accept.isPending}>
          Join
        </Button>
      </Stack>
    </form>
  );
}
