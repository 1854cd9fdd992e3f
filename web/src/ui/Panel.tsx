import { Group, Paper, type PaperProps, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface PanelProps extends PaperProps {
  id?: string;
  title?: string;
  note?: ReactNode;
  aside?: ReactNode;
  /** What is inside reaches the edges, as lists with lines between their items do; the heading does not. */
  flush?: boolean;
  children: ReactNode;
}

/** A bordered surface with an optional heading: the app's one kind of box. */
export function Panel({ title, note, aside, flush = false, children, ...rest }: PanelProps) {
  const inset = flush ? { px: 'md' as const } : {};
  return (
    <Paper
      component="section"
      withBorder
      {...(flush ? { pt: title === undefined ? 0 : 'md' } : { p: 'md' })}
      style={{ borderColor: 'var(--kg-line)' }}
      {...rest}
    >
      {title !== undefined && (
        <Group
          justify="space-between"
          align="baseline"
          mb={note === undefined ? 'sm' : 2}
          gap="xs"
          {...inset}
        >
          <Title order={2}>{title}</Title>
          {aside}
        </Group>
      )}
      {note !== undefined && (
        <Text component="div" size="sm" c="dimmed" mb="sm" {...inset}>
          {note}
        </Text>
      )}
      {children}
    </Paper>
  );
}
