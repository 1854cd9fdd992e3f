import { Button, Group, SimpleGrid, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { EvaluationContext } from '../../../../../shared/model/context.ts';
import { type FlagData, queryClient, trpc } from '../../../trpc.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { useMay } from '../../../ui/useSession.ts';
import { ContextEditor } from '../tester/ContextEditor.tsx';
import { AnswerView } from './AnswerView.tsx';

/** Asks a question as a user would, through the whole pipe: it calls a model, costs money and is recorded. */
export default function TryTab({ data }: { data: FlagData }) {
  const { flag } = data;
  const [input, setInput] = useState('');
  const [context, setContext] = useState<EvaluationContext | null>({ targetingKey: 'user-1' });
  const may = useMay();
  const ask = useMutation(
    trpc.ai.generate.mutationOptions({
      onSettled: () => void queryClient.invalidateQueries({ queryKey: trpc.inferences.pathKey() }),
    }),
  );
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Panel
        title="Ask as a user"
        note="This is a real call: it is counted, recorded, and paid for where the model costs money."
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (context) ask.mutate({ flag: flag.key, input, context });
          }}
        >
          <Stack gap="sm">
            <ContextEditor data={data} onContext={setContext} />
            <Textarea
              label="Question"
              placeholder="What a user would write"
              autosize
              minRows={4}
              maxRows={14}
              required
              withAsterisk={false}
              value={input}
              onChange={(event) => setInput(event.currentTarget.value)}
            />
            <Group>
              <Button
                type="submit"
                loading={ask.isPending}
                disabled={input.trim() === '' || context === null || !may.edit}
              >
                Ask
              </Button>
              {!may.edit && (
                <Text size="sm" c="dimmed">
                  Asking takes an editor.
                </Text>
              )}
            </Group>
          </Stack>
        </form>
      </Panel>
      <Panel title="Answer" aria-live="polite">
        {ask.error && <PageFailure error={ask.error} />}
        {ask.data && !ask.error && <AnswerView data={data} answer={ask.data} />}
        {!ask.data && !ask.error && (
          <EmptyState title={ask.isPending ? 'Waiting for the answer…' : 'Nothing asked yet'}>
            The answer appears here with who gave it, how long it took and what it cost.
          </EmptyState>
        )}
      </Panel>
    </SimpleGrid>
  );
}
