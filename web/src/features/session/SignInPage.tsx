import { Alert, Center, Code, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { useDocumentTitle } from '../../ui/useDocumentTitle.ts';

/** Sign-in is by a one-time link that the server prints; the page says where to find it. */
export function SignInPage({ error }: { error: string | undefined }) {
  useDocumentTitle('Sign in');
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w="100%" maw={460} radius="lg" style={{ borderColor: 'var(--kg-line)' }}>
        <Stack gap="md">
          <Group gap={10}>
            <Mark size={32} />
            <Title order={1}>Sign in to Knowngood</Title>
          </Group>
          {error !== undefined && (
            <Alert color="red" variant="light" role="alert" title="That link no longer works">
              It was used before, or it is too old. Make a new one on the server.
            </Alert>
          )}
          <Text>
            Open the sign-in link that the server printed on its console when it started. It works once.
          </Text>
          <div>
            <Text size="sm" c="dimmed" mb={6}>
              Lost it? Print a new one: in the folder where Knowngood is installed, on the server, run
            </Text>
            <CodeBlock code="npm run sign-in-link" label="Command that prints a new sign-in link" />
          </div>
          <Text size="xs" c="dimmed">
            Services sign in with an API key, in the <Code>Authorization</Code> header, and do not need this
            page.
          </Text>
        </Stack>
      </Paper>
    </Center>
  );
}
