import { Button, Checkbox, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { PromptDetail } from '../../trpc.ts';
import { formatCount } from '../../ui/format.ts';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { MessageView } from './MessageView.tsx';
import { firstValues, readValues } from './sampleValues.ts';
import { usePreview } from './usePreview.ts';
import { VariableField } from './VariableField.tsx';

const settleMs = 300;

/** The prompt as a model would get it, filled with values that can be edited. Nothing is sent to any model. */
export function PromptPreview({ prompt }: { prompt: PromptDetail }) {
  const samples = useMemo(() => firstValues(prompt.variables), [prompt.variables]);
  const [typed, setTyped] = useState(samples);
  const [withTurns, setWithTurns] = useState(false);
  const read = useMemo(() => readValues(prompt.variables, typed), [prompt.variables, typed]);
  const [values] = useDebouncedValue(read.values, settleMs);
  const preview = usePreview(prompt, values, withTurns);
  const found = preview.data;
  const issueOf = (name: string) =>
    read.wrong.includes(name)
      ? 'This is not JSON yet'
      : found?.issues.find(({ path }) => path === `variables.${name}`)?.message;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Panel
        title="Sample values"
        note={
          prompt.hasSamples
            ? 'From the prompt file. Change them to see what a model would get; nothing is saved or sent.'
            : 'The file has no samples, so these are placeholders. Change them; nothing is saved or sent.'
        }
      >
        <Stack gap="sm">
          {prompt.variables.map((variable) => (
            <VariableField
              key={variable.name}
              variable={variable}
              value={typed[variable.name] ?? ''}
              error={issueOf(variable.name)}
              onChange={(value) => setTyped({ ...typed, [variable.name]: value })}
            />
          ))}
          {prompt.variables.length === 0 && <Text size="sm">This prompt has no variables.</Text>}
          {prompt.takesHistory && (
            <Checkbox
              label="With two earlier turns of a conversation"
              checked={withTurns}
              onChange={(event) => setWithTurns(event.currentTarget.checked)}
            />
          )}
          {typed !== samples && (
            <Group>
              <Button size="xs" variant="default" onClick={() => setTyped(samples)}>
                Back to the samples
              </Button>
            </Group>
          )}
        </Stack>
      </Panel>
      <Panel
        title="What the model gets"
        note={
          found?.messages
            ? `${formatCount(found.characters)} characters in ${found.messages.length} messages`
            : undefined
        }
        aria-live="polite"
      >
        {preview.error && <PageFailure error={preview.error} onRetry={() => void preview.refetch()} />}
        {found && found.problem !== null && (
          <Text size="sm" c="var(--mantine-color-error)" mb="sm">
            {found.problem}
          </Text>
        )}
        <Stack gap="xs" style={preview.isPlaceholderData ? { opacity: 0.6 } : undefined}>
          {found?.messages?.map((message, index) => (
            // Messages have no identity but their place.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <MessageView key={index} role={message.role}>
              {message.text}
            </MessageView>
          ))}
        </Stack>
      </Panel>
    </SimpleGrid>
  );
}
