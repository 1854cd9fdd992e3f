import { Alert, Badge, Group, Text } from '@mantine/core';
import type { ApprovalRequest } from '../../trpc.ts';
import { Panel } from '../../ui/Panel.tsx';
import { ChangeList } from '../../ui/revisions/ChangeList.tsx';
import { When } from '../../ui/When.tsx';
import { RequestActions } from './RequestActions.tsx';
import { RequestEvents } from './RequestEvents.tsx';
import { needWords, stateWords } from './requestWords.ts';

/** One request: who wants what and why, its diff against what is in force, and what the reader may do with it. */
export function RequestCard({ request }: { request: ApprovalRequest }) {
  const state = stateWords[request.state];
  const waiting = request.state === 'waiting';
  return (
    <Panel
      title={request.reason}
      aside={
        <Group gap={6}>
          {request.moved.length > 0 && (
            <Badge tt="none" radius="sm" variant="light" color="red">
              Stale
            </Badge>
          )}
          <Badge tt="none" radius="sm" variant="light" color={state.color}>
            {request.revision === null ? state.words : `${state.words} as #${request.revision}`}
          </Badge>
        </Group>
      }
      note={
        <>
          {request.author} asked for this <When at={request.createdAt} />
          {request.kind === 'restore' && ' · a restore'}
          {waiting && ` · ${needWords(request)}`}
        </>
      }
    >
      {request.moved.length > 0 && (
        <Alert color="amber" variant="light" p="xs" mb="sm">
          Since this was asked for, something else has changed: {request.moved.join(', ')}. So it can no
          longer be approved as it is. Below is what is in force beside what was asked for.{' '}
          {request.mine ? 'Bring it up to date, or withdraw it.' : 'Its author can bring it up to date.'}
        </Alert>
      )}
      {request.changes.every(({ lines }) => lines.length === 0) && (
        <Text size="sm" c="dimmed">
          What is in force is as this request wants it.
        </Text>
      )}
      <ChangeList changes={request.changes} />
      <RequestEvents events={request.events} />
      {waiting && <RequestActions request={request} />}
    </Panel>
  );
}
