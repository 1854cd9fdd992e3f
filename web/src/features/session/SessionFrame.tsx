import { Center, Group, Paper, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Mark } from '../../ui/Mark.tsx';
import { useDocumentTitle } from '../../ui/useDocumentTitle.ts';

/** The frame of the pages before one is signed in. */
export function SessionFrame({
  title,
  heading,
  children,
}: {
  title: string;
  heading: string;
  children: ReactNode;
}) {
  useDocumentTitle(title);
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w="100%" maw={460} radius="lg" style={{ borderColor: 'var(--kg-line)' }}>
        <Stack gap="md">
          <Group gap={10} wrap="nowrap">
            <Mark size={32} />
            <Title order={1}>{heading}</Title>
          </Group>
          {children}
        </Stack>
      </Paper>
    </Center>
  );
}
