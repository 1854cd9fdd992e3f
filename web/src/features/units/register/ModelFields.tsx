import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../trpc.ts';
import { useIssue } from '../../../ui/form/issues.ts';
import { NumberField } from '../../../ui/form/NumberField.tsx';
import type { UnitDraft } from './draft.ts';

interface FieldsProps {
  draft: UnitDraft;
  onChange: (change: Partial<UnitDraft>) => void;
}

/** Which model, with which prompt and parameters. */
export function ModelFields({ draft, onChange }: FieldsProps) {
  const units = useQuery(trpc.units.list.queryOptions());
  const prompts = useQuery(trpc.prompts.list.queryOptions());
  const errors = {
    provider: useIssue('provider'),
    model: useIssue('model'),
    prompt: useIssue('prompt'),
    temperature: useIssue('parameters.temperature'),
    topP: useIssue('parameters.topP'),
    maxOutputTokens: useIssue('parameters.maxOutputTokens'),
    seed: useIssue('parameters.seed'),
  };
  const versions = (prompts.data?.prompts ?? []).map(({ name, versions: own }) => ({
    group: name,
    items: own.map(({ version }) => ({ value: `${name}@${version}`, label: `${name} ${version}` })),
  }));
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Select
          label="Provider"
          description="Those that this server has credentials for"
          placeholder="choose one"
          allowDeselect={false}
          error={errors.provider}
          data={(units.data?.providers ?? []).map(({ name, simulated }) => ({
            value: name,
            label: simulated ? `${name} (built in)` : name,
          }))}
          value={draft.provider === '' ? null : draft.provider}
          onChange={(provider) => onChange({ provider: provider ?? '' })}
        />
        <TextInput
          label="Model"
          description="A pinned name: dated or numbered"
          placeholder="gpt-4.1-mini-2025-04-14"
          spellCheck={false}
          error={errors.model}
          value={draft.model}
          onChange={(event) => onChange({ model: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Select
        label="Prompt"
        description="A registered version; new ones come from the prompt repository"
        placeholder="choose a prompt version"
        searchable
        allowDeselect={false}
        limit={100}
        error={errors.prompt}
        data={versions}
        value={draft.prompt === '' ? null : draft.prompt}
        onChange={(prompt) => onChange({ prompt: prompt ?? '' })}
      />
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
        <NumberField
          label="Temperature"
          placeholder="model’s own"
          error={errors.temperature}
          value={draft.temperature}
          onChange={(temperature) => onChange({ temperature })}
        />
        <NumberField
          label="Top p"
          placeholder="model’s own"
          error={errors.topP}
          value={draft.topP}
          onChange={(topP) => onChange({ topP })}
        />
        <NumberField
          label="Longest answer"
          placeholder="tokens"
          error={errors.maxOutputTokens}
          value={draft.maxOutputTokens}
          onChange={(maxOutputTokens) => onChange({ maxOutputTokens })}
        />
        <NumberField
          label="Seed"
          placeholder="none"
          error={errors.seed}
          value={draft.seed}
          onChange={(seed) => onChange({ seed })}
        />
      </SimpleGrid>
    </>
  );
}
