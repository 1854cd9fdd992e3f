import { Box, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EvaluationContext } from '../../../../../shared/model/context.ts';
import { type FlagData, trpc } from '../../../trpc.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { ContextEditor } from './ContextEditor.tsx';
import { Decision } from './Decision.tsx';

/** Asks what one person gets, and shows every step that led there. Nothing is called and nothing recorded. */
export function PersonTester({ data }: { data: FlagData }) {
  const [context, setContext] = useState<EvaluationContext | null>({ targetingKey: 'user-1' });
  const [asked] = useDebouncedValue(context, 250);
  const explanation = useQuery(
    trpc.flags.explain.queryOptions(
      { flag: data.flag.key, context: asked ?? {} },
      { placeholderData: keepPreviousData, enabled: asked !== null },
    ),
  );
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Panel title="Who asks" note="Describe somebody. No model is called and nothing is recorded.">
        <ContextEditor data={data} onContext={setContext} />
      </Panel>
      <Box aria-live="polite">
        <Panel title="What they get">
          {context === null && (
            <EmptyState title="Nobody to ask about">
              The description cannot be read yet; the answer comes when it can.
            </EmptyState>
          )}
          {context !== null && explanation.isPending && <Skeleton height={220} />}
          {context !== null && explanation.error && (
            <PageFailure error={explanation.error} onRetry={() => void explanation.refetch()} />
          )}
          {context !== null && explanation.data && !explanation.error && (
            <Decision flag={data.flag} explanation={explanation.data} />
          )}
          {context !== null && explanation.data && (
            <Text size="xs" c="dimmed" mt="sm">
              As of revision {explanation.data.revision}
            </Text>
          )}
        </Panel>
      </Box>
    </SimpleGrid>
  );
}
