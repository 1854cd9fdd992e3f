import { Button, Group, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Turn } from '../../../../../shared/model/content.ts';
import type { EvaluationContext } from '../../../../../shared/model/context.ts';
import type { FlagData } from '../../../trpc.ts';
import { counted } from '../../../ui/format.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { useMay } from '../../../ui/useSession.ts';
import { ContextEditor } from '../tester/ContextEditor.tsx';
import { AnswerPanel } from './AnswerPanel.tsx';
import { useAsk } from './useAsk.ts';

/** Asks a question as a user would, through the whole pipe: it calls a model, costs money and is recorded. */
export default function TryTab({ data }: { data: FlagData }) {
  const { flag } = data;
  const [input, setInput] = useState('');
  const [conversation, setConversation] = useState('');
  const [turns, setTurns] = useState<Turn[]>([]);
  const [context, setContext] = useState<EvaluationContext | null>({ targetingKey: 'user-1' });
  const may = useMay();
  const { asking, busy, ask, stop } = useAsk((question, { text }) => {
    // The caller keeps the turns, and here that is this form.
    if (question.conversation !== undefined)
      setTurns([
        ...(question.history ?? []),
        { role: 'user', content: question.input ?? '' },
        { role: 'assistant', content: text },
      ]);
  });
  const send = () => {
    if (!context) return;
    const id = conversation.trim();
    ask({
      flag: flag.key,
      input,
      context,
      ...(id === '' ? {} : { conversation: id, history: turns }),
    });
  };
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Panel
        title="Ask as a user"
        note="This is a real call: it is counted, recorded, and paid for where the model costs money."
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy) send();
          }}
        >
          <Stack gap="sm">
            <ContextEditor data={data} onContext={setContext} />
            <TextInput
              label="Conversation"
              description="Optional: any id. Its turns stay on one unit, and the earlier ones from here go along."
              placeholder="none: a single question"
              maxLength={200}
              spellCheck={false}
              value={conversation}
              onChange={(event) => {
                setConversation(event.currentTarget.value);
                setTurns([]);
              }}
            />
            {turns.length > 0 && (
              <Group gap="xs">
                <Text size="sm">{counted(turns.length / 2, 'earlier turn')} will go along.</Text>
                <Button size="compact-xs" variant="default" onClick={() => setTurns([])}>
                  Leave them out
                </Button>
              </Group>
            )}
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
                loading={busy}
                disabled={input.trim() === '' || context === null || !may.edit}
              >
                Ask
              </Button>
              {busy && (
                <Button variant="default" onClick={stop}>
                  Stop
                </Button>
              )}
              {!may.edit && (
                <Text size="sm" c="dimmed">
                  Asking takes an editor.
                </Text>
              )}
            </Group>
          </Stack>
        </form>
      </Panel>
      <AnswerPanel data={data} asking={asking} />
    </SimpleGrid>
  );
}
