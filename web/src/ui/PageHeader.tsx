import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useDocumentTitle } from './useDocumentTitle.ts';

interface PageHeaderProps {
  title: string;
  note?: ReactNode;
  children?: ReactNode;
}

/** A page's heading, one line on what the page is for, and its controls. */
export function PageHeader({ title, note, children }: PageHeaderProps) {
  useDocumentTitle(title);
  return (
    <Group justify="space-between" align="flex-start" gap="sm" mb="md">
      <Stack gap={2}>
        <Title order={1}>{title}</Title>
        {note !== undefined && (
          <Text component="div" size="sm" c="dimmed">
            {note}
          </Text>
        )}
      </Stack>
      {children !== undefined && <Group gap="xs">{children}</Group>}
    </Group>
  );
}
