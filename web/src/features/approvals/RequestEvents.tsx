import { List, Text } from '@mantine/core';
import type { ApprovalRequest } from '../../trpc.ts';
import { When } from '../../ui/When.tsx';

/** What happened to a request after it was made. */
export function RequestEvents({ events }: Pick<ApprovalRequest, 'events'>) {
  const later = events.slice(1);
  if (later.length === 0) return null;
  return (
    <List size="sm" mt="sm" listStyleType="none" aria-label="What happened to it">
      {later.map(({ what, by, at, note }) => (
        <List.Item key={`${what} ${at}`}>
          <Text component="span" size="sm" c="dimmed">
            {by} {what} it <When at={at} />
            {note !== '' && `: ${note}`}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}
