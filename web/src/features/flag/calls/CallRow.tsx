import { ActionIcon, Badge, Group, Skeleton, Table, Text } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { FlagData, RecordedCall } from '../../../trpc.ts';
import { formatCount, formatDuration, none } from '../../../ui/format.ts';
import { ChevronIcon } from '../../../ui/icons.tsx';
import { When } from '../../../ui/When.tsx';
import { outcomeColors, outcomeWords, reasonWords, servedByWords } from '../../../ui/words.ts';
import { nameOf } from '../variants.ts';
import { callNotes, priceWords } from './callWords.ts';
import { answererOf } from './labelOf.ts';

const CallDetail = lazy(() => import('./CallDetail.tsx'));

interface CallRowProps {
  data: FlagData;
  call: RecordedCall;
  columns: number;
}

/** One call in a line, with what is out of the ordinary about it; its tries unfold below. */
export function CallRow({ data, call, columns }: CallRowProps) {
  const [open, setOpen] = useState(false);
  const { flag } = data;
  const fellBack = call.servedBy !== 'assigned';
  const notes = callNotes(flag, call);
  return (
    <>
      <Table.Tr style={{ verticalAlign: 'top' }}>
        <Table.Td style={{ whiteSpace: 'nowrap' }}>
          <When at={call.at} style="second" />
        </Table.Td>
        <Table.Td>
          <Group gap={6}>
            <Text size="sm" fw={600}>
              {call.outcome === 'rejected' ? 'Nobody' : nameOf(flag, call.variant)}
            </Text>
            {fellBack && (
              <Text size="xs" c="var(--kg-warning)">
                {servedByWords(call.servedBy, call.fallbackReason)}
              </Text>
            )}
          </Group>
          <Text size="xs" c="dimmed">
            {call.outcome === 'rejected' ? 'the request was refused' : answererOf(data, call)}
            {call.simulated ? ' · simulator' : ''}
          </Text>
          {notes.map(({ text, trouble }) => (
            <Text key={text} size="xs" c={trouble ? 'var(--kg-warning)' : 'dimmed'}>
              {text}
            </Text>
          ))}
        </Table.Td>
        <Table.Td>{reasonWords(call, flag)}</Table.Td>
        <Table.Td>
          <Badge size="sm" radius="sm" tt="none" variant="light" color={outcomeColors[call.outcome]}>
            {outcomeWords[call.outcome]}
          </Badge>
        </Table.Td>
        <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
          {formatDuration(call.latencyMs)}
        </Table.Td>
        <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }} title="in + out">
          {call.tokens ? `${formatCount(call.tokens.input)} + ${formatCount(call.tokens.output)}` : none}
        </Table.Td>
        <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
          {call.attempts.length === 0 ? none : priceWords(call)}
        </Table.Td>
        <Table.Td ta="right">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-expanded={open}
            aria-label={open ? 'Hide details' : 'Show details'}
            onClick={() => setOpen(!open)}
          >
            <span style={{ display: 'inline-flex', transform: open ? 'rotate(90deg)' : 'none' }}>
              <ChevronIcon size={14} />
            </span>
          </ActionIcon>
        </Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr>
          <Table.Td colSpan={columns} style={{ background: 'var(--kg-subtle)' }}>
            <Suspense fallback={<Skeleton height={120} />}>
              <CallDetail data={data} call={call} />
            </Suspense>
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}
