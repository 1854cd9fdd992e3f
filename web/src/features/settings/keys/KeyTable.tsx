import { Badge, Group, Table, Text } from '@mantine/core';
import type { KeyEntry } from '../../../trpc.ts';
import { When } from '../../../ui/When.tsx';
import { WideTable } from '../../../ui/WideTable.tsx';
import { KeyMenu } from './KeyMenu.tsx';
import { keyState, type ShownKey } from './keyState.ts';
import { WaitingKey } from './WaitingKey.tsx';

interface KeyTableProps {
  keys: readonly KeyEntry[];
  at: string;
  onShow: (shown: ShownKey) => void;
}

export function KeyTable({ keys, at, onShow }: KeyTableProps) {
  return (
    <WideTable label="Keys" minWidth={760} verticalSpacing="sm" horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th>May</Table.Th>
          <Table.Th>Made</Table.Th>
          <Table.Th>Last used</Table.Th>
          <Table.Th>Ends</Table.Th>
          <Table.Td />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.map((key) => (
          <Table.Tr key={key.id}>
            <Table.Td>
              <Text size="sm" fw={600}>
                {key.name}
              </Text>
              {key.ratePerMinute !== null && (
                <Text size="xs" c="dimmed">
                  at most {key.ratePerMinute.toLocaleString('en')} requests a minute
                </Text>
              )}
              {key.origins.map((origin) => (
                <Text key={origin} size="xs" c="dimmed">
                  {origin}
                </Text>
              ))}
            </Table.Td>
            <Table.Td>
              <Group gap={4}>
                {key.scopes.map((scope) => (
                  <Badge key={scope} variant="default" radius="sm" tt="none">
                    {scope}
                  </Badge>
                ))}
              </Group>
            </Table.Td>
            <Table.Td>
              <When at={key.createdAt} />
            </Table.Td>
            <Table.Td>{key.lastUsedAt === null ? 'never' : <When at={key.lastUsedAt} />}</Table.Td>
            <Table.Td>
              <End of={key} at={at} />
            </Table.Td>
            <Table.Td ta="right">
              {keyState(key, at) === 'works' && <KeyMenu entry={key} onShow={onShow} />}
              {keyState(key, at) === 'waits' && <WaitingKey entry={key} />}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

function End({ of: key, at }: { of: KeyEntry; at: string }) {
  if (key.revokedAt !== null)
    return (
      <Text size="sm" c="var(--kg-danger)">
        revoked <When at={key.revokedAt} />
      </Text>
    );
  if (key.waiting !== null)
    return (
      <Text size="sm">
        does not work yet: asked for by {key.waiting.by}, waits for {key.waiting.yours ? 'another' : 'an'}{' '}
        admin
      </Text>
    );
  if (key.expiresAt === null) return 'never';
  const over = key.expiresAt <= at;
  return (
    <>
      {over ? 'ended ' : ''}
      <When at={key.expiresAt} style={over ? 'ago' : 'moment'} />
      {key.replacedBy !== null && (
        <Text size="xs" c="dimmed">
          another has taken its place
        </Text>
      )}
    </>
  );
}
