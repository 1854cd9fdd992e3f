import { Box, Button, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../trpc.ts';
import { currentEnvironment, switchEnvironment } from '../../ui/environment.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { isUnauthorized } from '../../ui/problem.ts';

/** The environment that was asked for cannot be entered: why, and where else to go. */
export function NoEntry({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const elsewhere = useQuery(trpc.environments.list.queryOptions(undefined, { retry: false }));
  if (isUnauthorized(error)) return null;
  const others = (elsewhere.data?.environments ?? []).filter(({ key }) => key !== currentEnvironment());
  return (
    <Box component="main" p="xl" maw={640} mx="auto">
      <Title order={1} mb="md">
        {currentEnvironment() === null ? 'Knowngood' : `The environment ${currentEnvironment()}`}
      </Title>
      <PageFailure error={error} onRetry={onRetry} />
      {others.length > 0 && (
        <>
          <Text mt="md" mb="xs">
            You can go to:
          </Text>
          <Group gap="xs">
            {others.map(({ key, name }) => (
              <Button key={key} variant="default" onClick={() => switchEnvironment(key)}>
                {name}
              </Button>
            ))}
          </Group>
        </>
      )}
    </Box>
  );
}
