import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type AccountData, queryClient, trpc } from '../../../trpc.ts';
import { ConfirmDialog } from '../../../ui/form/ConfirmDialog.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { When } from '../../../ui/When.tsx';
import { browserWords } from './browserWords.ts';

/** Where one is signed in, and the way out of each place. */
export function SessionsPanel({ sessions }: { sessions: AccountData['sessions'] }) {
  const [asking, setAsking] = useState<'others' | 'all' | null>(null);
  const end = useMutation({
    ...trpc.account.endSession.mutationOptions(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.account.pathKey() }),
  });
  return (
    <Panel title="Where you are signed in">
      <Stack gap="sm">
        {sessions.map((session) => (
          <Group key={session.id} justify="space-between" gap="sm">
            <div>
              <Group gap={8}>
                <Text size="sm" fw={600}>
                  {browserWords(session.browser)}
                </Text>
                {session.current && (
                  <Badge variant="light" radius="sm" tt="none">
                    this one
                  </Badge>
                )}
              </Group>
              <Text size="xs" c="dimmed">
                {session.address ?? 'unknown address'} · since <When at={session.createdAt} /> · ends{' '}
                <When at={session.expiresAt} style="moment" />
              </Text>
            </div>
            {!session.current && (
              <Button
                size="xs"
                variant="default"
                loading={end.isPending && end.variables?.session === session.id}
                onClick={() => end.mutate({ session: session.id })}
              >
                Sign out there
              </Button>
            )}
          </Group>
        ))}
        {end.error && <PageFailure error={end.error} />}
        <Group gap="xs">
          {sessions.length > 1 && (
            <Button size="xs" variant="default" onClick={() => setAsking('others')}>
              Sign out everywhere else…
            </Button>
          )}
          <Button size="xs" variant="subtle" color="red" onClick={() => setAsking('all')}>
            Sign out everywhere…
          </Button>
        </Group>
      </Stack>
      {asking && (
        <ConfirmDialog
          title={asking === 'all' ? 'Sign out everywhere' : 'Sign out everywhere else'}
          mutation={trpc.account.endSessions.mutationOptions()}
          input={{ keepThis: asking === 'others' }}
          confirm="Sign out"
          done={asking === 'all' ? 'You are signed out' : 'You are signed out everywhere else'}
          onClose={() => setAsking(null)}
        >
          {asking === 'all'
            ? 'Every session of yours ends, this one too. Be sure that you can sign in again.'
            : 'Every session but this one ends with its next request.'}
        </ConfirmDialog>
      )}
    </Panel>
  );
}
