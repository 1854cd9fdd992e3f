import { NumberInput, Radio, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../trpc.ts';
import { useIssue } from '../../../ui/form/issues.ts';
import type { CollectionDraft } from './collectionDraft.ts';

interface EmbedderFieldsProps {
  draft: CollectionDraft;
  onChange: (change: Partial<CollectionDraft>) => void;
}

const numberOf = (value: number | string): number | '' => (typeof value === 'number' ? value : '');

/** How documents are cut, and what turns the parts into vectors. */
export function EmbedderFields({ draft, onChange }: EmbedderFieldsProps) {
  const units = useQuery(trpc.units.list.queryOptions());
  const remote = (units.data?.providers ?? []).filter(({ simulated }) => !simulated);
  const errors = {
    provider: useIssue('provider'),
    model: useIssue('model'),
    dimensions: useIssue('dimensions'),
    size: useIssue('size'),
    overlap: useIssue('overlap'),
  };
  return (
    <>
      <Radio.Group
        label="What compares the texts"
        value={draft.embedder}
        onChange={(embedder) => onChange({ embedder: embedder as CollectionDraft['embedder'] })}
      >
        <Stack gap={8} mt={6}>
          <Radio
            value="lexical-b@1"
            label="Built in: words and parts of words (lexical-b@1)"
            description="Lexical: knows no meaning. Rare words weigh more once you move to a version made when documents are there."
          />
          <Radio
            value="lexical-a@1"
            label="Built in: words (lexical-a@1)"
            description="Lexical: knows no meaning. Smaller, and weaker."
          />
          <Radio
            value="provider"
            label="A provider’s embedding model"
            description={
              units.data && remote.length === 0
                ? 'This server has credentials for no provider.'
                : 'Your documents are sent to the provider.'
            }
            disabled={units.data !== undefined && remote.length === 0}
          />
        </Stack>
      </Radio.Group>
      {draft.embedder === 'provider' && (
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          <Select
            label="Provider"
            placeholder="choose one"
            allowDeselect={false}
            error={errors.provider}
            data={remote.map(({ name }) => name)}
            value={draft.provider === '' ? null : draft.provider}
            onChange={(provider) => onChange({ provider: provider ?? '' })}
          />
          <TextInput
            label="Model"
            placeholder="text-embedding-3-small"
            spellCheck={false}
            error={errors.model}
            value={draft.model}
            onChange={(event) => onChange({ model: event.currentTarget.value })}
          />
          <NumberInput
            label="Dimensions"
            placeholder="1536"
            min={1}
            max={4_096}
            allowDecimal={false}
            error={errors.dimensions}
            value={draft.dimensions}
            onChange={(value) => onChange({ dimensions: numberOf(value) })}
          />
        </SimpleGrid>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <NumberInput
          label="Tokens a chunk, at most"
          description="Sentences are kept whole where they fit"
          min={8}
          max={8_192}
          allowDecimal={false}
          error={errors.size}
          value={draft.size}
          onChange={(value) => onChange({ size: numberOf(value) })}
        />
        <NumberInput
          label="Tokens said again"
          description="From the end of the chunk before"
          min={0}
          max={4_096}
          allowDecimal={false}
          error={errors.overlap}
          value={draft.overlap}
          onChange={(value) => onChange({ overlap: numberOf(value) })}
        />
      </SimpleGrid>
    </>
  );
}
