import { Alert, Button, Code, Divider, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../trpc.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { beginSingleSignOn } from '../../ui/signIn.ts';
import { CodeForm } from './CodeForm.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { SessionFrame } from './SessionFrame.tsx';

/** Everything was fetched as nobody: start anew as somebody. */
const enter = () => window.location.assign('/');

/** Sign-in by password, by the identity provider where there is one, or by the one-time link that the server prints. */
export function SignInPage({ error }: { error: string | undefined }) {
  const [asksForCode, setAsksForCode] = useState(false);
  return (
    <SessionFrame title="Sign in" heading="Sign in to Knowngood">
      {error !== undefined && !asksForCode && <Refusal error={error} />}
      {asksForCode ? (
        <CodeForm onDone={enter} onBack={() => setAsksForCode(false)} />
      ) : (
        <>
          <PasswordForm onCode={() => setAsksForCode(true)} onDone={enter} />
          <SingleSignOn />
          <Divider label="or" />
          <Stack gap={6}>
            <Text size="sm">
              Admins can always sign in with a one-time link: in the folder where Knowngood is installed, on
              the server, run
            </Text>
            <CodeBlock code="npm run sign-in-link" label="Command that prints a new sign-in link" />
          </Stack>
          <Text size="xs" c="dimmed">
            Forgotten your password, or lost your authenticator app? Ask an admin to reset your access.
            Services sign in with an API key, in the <Code>Authorization</Code> header.
          </Text>
        </>
      )}
    </SessionFrame>
  );
}

function SingleSignOn() {
  const { data } = useQuery(trpc.session.ways.queryOptions(undefined, { staleTime: 300_000 }));
  const begin = useMutation({
    mutationFn: beginSingleSignOn,
    onSuccess: (url) => window.location.assign(url),
  });
  if (!data || data.singleSignOn === null) return null;
  return (
    <>
      <Button variant="default" fullWidth loading={begin.isPending} onClick={() => begin.mutate()}>
        Continue with {data.singleSignOn}
      </Button>
      {begin.error && (
        <Alert color="red" variant="light" role="alert" title="That did not work">
          {begin.error.message}
        </Alert>
      )}
    </>
  );
}

const words: Record<string, { title: string; text: string }> = {
  link: {
    title: 'That link no longer works',
    text: 'It was used before, or it is too old. Make a new one on the server.',
  },
  provider: {
    title: 'You are not known here',
    text: 'The identity provider knows you, Knowngood does not. Ask an admin for an invitation to the address that the provider has for you.',
  },
};

const linkErrors = ['INVALID_TOKEN', 'EXPIRED_TOKEN', 'ATTEMPTS_EXCEEDED', 'new_user_signup_disabled'];

function Refusal({ error }: { error: string }) {
  const about = linkErrors.includes(error) ? words.link : words.provider;
  return (
    <Alert color="red" variant="light" role="alert" title={about?.title}>
      {about?.text}
    </Alert>
  );
}
