import { Group, Paper, type PaperProps, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface PanelProps extends PaperProps {
  id?: string;
  title?: string;
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

/** A bordered surface with an optional heading: the app's one kind of box. */
export function Panel({ title, note, aside, children, ...rest }: PanelProps) {
  return (
    <Paper component="section" withBorder p="md" style={{ borderColor: 'var(--kg-line)' }} {...rest}>
      {title !== undefined && (
        <Group justify="space-between" align="baseline" mb={note === undefined ? 'sm' : 2} gap="xs">
          <Title order={2}>{title}</Title>
          {aside}
        </Group>
      )}
      {note !== undefined && (
        <Text component="div" size="sm" c="dimmed" mb="sm">
          {note}
        </Text>
      )}
      {children}
    </Paper>
  );
}
