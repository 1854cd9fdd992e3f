import { Table, Text } from '@mantine/core';
import type { ConversationEntry, FlagData } from '../../../trpc.ts';
import { counted, formatCount, none } from '../../../ui/format.ts';
import { When } from '../../../ui/When.tsx';
import { moveWords } from '../calls/callWords.ts';
import { labelOf, placeOf } from '../calls/labelOf.ts';
import { nameOf } from '../variants.ts';

const most = 3;

/** One conversation: where it stays, and its newest forced moves. */
export function ConversationRow({ data, conversation }: { data: FlagData; conversation: ConversationEntry }) {
  const { id, unit, variant, turns, lastAt } = conversation;
  const moves = conversation.moves.toReversed();
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td
        style={{
          fontFamily: 'var(--mantine-font-family-monospace)',
          overflowWrap: 'anywhere',
          maxWidth: 240,
        }}
      >
        {id}
      </Table.Td>
      <Table.Td>
        {unit === '' ? (
          <Text size="sm" c="var(--kg-warning)">
            It must start over: the next turn goes where the flag sends it.
          </Text>
        ) : (
          <>
            <Text size="sm" fw={600}>
              {nameOf(data.flag, variant)}
            </Text>
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              {labelOf(data, unit)}
            </Text>
          </>
        )}
      </Table.Td>
      <Table.Td ta="right">{formatCount(turns)}</Table.Td>
      <Table.Td>
        {moves.length === 0 && none}
        {moves.slice(0, most).map((move) => (
          <div key={move.at}>
            <Text size="sm">
              From {placeOf(data, move.from)} to {placeOf(data, move.to)}
            </Text>
            <Text size="xs" c="dimmed">
              {moveWords[move.why]}, <When at={move.at} />
            </Text>
          </div>
        ))}
        {moves.length > most && (
          <Text size="xs" c="dimmed">
            and {counted(moves.length - most, 'earlier move')}
          </Text>
        )}
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <When at={lastAt} />
      </Table.Td>
    </Table.Tr>
  );
}
