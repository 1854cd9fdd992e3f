import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { JsonValue } from '../../../../shared/model/flag.ts';
import { type PromptDetail, trpcClient } from '../../trpc.ts';

const turns = [
  { role: 'user' as const, content: 'An earlier question' },
  { role: 'assistant' as const, content: 'Its answer' },
];

/** The prompt filled with values, by the server's own renderer. The last preview stays while the next one comes. */
export function usePreview(
  { name, version }: Pick<PromptDetail, 'name' | 'version'>,
  variables: Record<string, JsonValue>,
  withTurns: boolean,
) {
  const history = withTurns ? turns : [];
  return useQuery({
    queryKey: ['prompt preview', name, version, variables, withTurns],
    queryFn: () => trpcClient.prompts.preview.mutate({ name, version, variables, history }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}
