import { Radio, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useIssue } from '../../../ui/form/issues.ts';
import type { FlagPlan } from './newFlag.ts';

interface StepProps {
  plan: FlagPlan;
  onChange: (change: Partial<FlagPlan>) => void;
}

/** What the flag is called, and whether it routes AI calls or holds a value. */
export function AboutStep({ plan, onChange }: StepProps) {
  const nameError = useIssue('name');
  const keyError = useIssue('key');
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput
          label="Name"
          placeholder="Support reply"
          value={plan.name}
          error={nameError}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          data-autofocus
        />
        <TextInput
          label="Key"
          description="What product code asks for; it cannot be changed later"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={plan.key}
          error={keyError}
          onChange={(event) => onChange({ key: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Radio.Group
        label="It answers with"
        value={plan.kind}
        onChange={(kind) => onChange({ kind: kind === 'value' ? 'value' : 'call' })}
      >
        <Stack gap={8} mt={6}>
          <Radio
            value="call"
            label="An AI call"
            description="Inference units answer; a fixed text when none can"
          />
          <Radio
            value="value"
            label="A value"
            description="Yes or no, a text, a number or JSON; no model is called"
          />
        </Stack>
      </Radio.Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Textarea
          label="Description"
          autosize
          maxRows={4}
          value={plan.description}
          onChange={(event) => onChange({ description: event.currentTarget.value })}
        />
        <TextInput
          label="Owner"
          placeholder="A person or a team"
          value={plan.owner}
          onChange={(event) => onChange({ owner: event.currentTarget.value })}
        />
      </SimpleGrid>
    </Stack>
  );
}
