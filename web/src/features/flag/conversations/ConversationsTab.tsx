import { Checkbox, Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type FlagData, trpc } from '../../../trpc.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { WideTable } from '../../../ui/WideTable.tsx';
import { ConversationRow } from './ConversationRow.tsx';

const refreshMs = 5_000;
const limit = 100;

/** Which unit each conversation stays on, and which were forced off theirs. */
export default function ConversationsTab({ data }: { data: FlagData }) {
  const [moved, setMoved] = useState(false);
  const { flag } = data;
  const query = trpc.conversations.recent.queryOptions(
    { flag: flag.key, moved, limit },
    { refetchInterval: refreshMs },
  );
  const { data: conversations, error, isPending, refetch } = useQuery(query);
  return (
    <Panel
      title="Conversations"
      note={
        <>
          All turns of one conversation stay on the unit of its first answer. When that unit is taken away,{' '}
          {flag.onRollback === 'restart'
            ? 'the product is told to start over.'
            : 'the conversation goes on elsewhere with all its turns.'}{' '}
          No text is kept of any.
        </>
      }
      aside={
        <Checkbox
          size="xs"
          label="Only moved"
          checked={moved}
          onChange={(event) => setMoved(event.currentTarget.checked)}
        />
      }
    >
      {isPending && <Skeleton height={240} />}
      {error && !conversations && <PageFailure error={error} onRetry={() => void refetch()} />}
      {conversations?.length === 0 && (
        <EmptyState title={moved ? 'None was moved' : 'No conversations yet'}>
          {!moved &&
            'A call that names its conversation appears here: “conversation” in the client, the header knowngood-conversation on the OpenAI wire.'}
        </EmptyState>
      )}
      {conversations && conversations.length > 0 && (
        <WideTable label="Conversations" minWidth={860} verticalSpacing={6} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Conversation</Table.Th>
              <Table.Th>Stays on</Table.Th>
              <Table.Th ta="right">Turns</Table.Th>
              <Table.Th>Moves</Table.Th>
              <Table.Th style={{ whiteSpace: 'nowrap' }}>Last turn</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {conversations.map((conversation) => (
              <ConversationRow key={conversation.id} data={data} conversation={conversation} />
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      {conversations?.length === limit && (
        <Text size="xs" c="dimmed" ta="center" mt="sm">
          The {limit} that were used last.
        </Text>
      )}
    </Panel>
  );
}
