import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PromptCard } from './PromptCard.tsx';

/** Every prompt that is registered, with its versions. Nothing is edited here. */
export function PromptsPage() {
  const { data, error, isPending, refetch } = useQuery(trpc.prompts.list.queryOptions());
  return (
    <>
      <PageHeader
        title="Prompts"
        note="To read, preview and compare. Prompts are changed by review in the prompt repository, not here."
      />
      {isPending && <Skeleton height={240} />}
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {data?.prompts.length === 0 && (
        <Panel>
          <EmptyState title="No prompts yet">
            Save one as prompts/NAME/1.0.0.prompt, check it with “knowngood prompts check”, and register it
            with “knowngood prompts push”.
          </EmptyState>
        </Panel>
      )}
      <Stack gap="md">
        {data?.prompts.map((prompt) => (
          <PromptCard key={prompt.name} prompt={prompt} />
        ))}
      </Stack>
    </>
  );
}
