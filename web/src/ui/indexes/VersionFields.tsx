import { NativeSelect, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../trpc.ts';
import { useIssue } from '../form/issues.ts';
import { type Cut, sizeUnit, type VersionDraft, withCut } from './versionDraft.ts';

interface VersionFieldsProps {
  draft: VersionDraft;
  onChange: (change: Partial<VersionDraft>) => void;
}

/** The browser's own number field: the library's would be as heavy as the rest of the form. */
const numberOf = (value: string): number | '' => (value.trim() === '' ? '' : Number(value));

/** How documents are cut, and what turns the parts into vectors. */
export function VersionFields({ draft, onChange }: VersionFieldsProps) {
  const units = useQuery(trpc.units.list.queryOptions());
  const remote = (units.data?.providers ?? []).filter(({ simulated }) => !simulated);
  const errors = {
    provider: useIssue('provider'),
    model: useIssue('model'),
    dimensions: useIssue('dimensions'),
  };
  return (
    <>
      <Radio.Group
        label="What compares the texts"
        value={draft.embedder}
        onChange={(embedder) => onChange({ embedder: embedder as VersionDraft['embedder'] })}
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
          <NativeSelect
            label="Provider"
            error={errors.provider}
            data={[{ value: '', label: 'choose one' }, ...remote.map(({ name }) => name)]}
            value={draft.provider}
            onChange={(event) => onChange({ provider: event.currentTarget.value })}
          />
          <TextInput
            label="Model"
            placeholder="text-embedding-3-small"
            spellCheck={false}
            error={errors.model}
            value={draft.model}
            onChange={(event) => onChange({ model: event.currentTarget.value })}
          />
          <TextInput
            type="number"
            inputMode="numeric"
            label="Dimensions"
            placeholder="1536"
            min={1}
            max={4_096}
            error={errors.dimensions}
            value={draft.dimensions}
            onChange={(event) => onChange({ dimensions: numberOf(event.currentTarget.value) })}
          />
        </SimpleGrid>
      )}
      <SplitterFields draft={draft} onChange={onChange} />
    </>
  );
}

function SplitterFields({ draft, onChange }: VersionFieldsProps) {
  const errors = { size: useIssue('size'), overlap: useIssue('overlap') };
  const unit = sizeUnit(draft.cut);
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <NativeSelect
        label="What is kept whole"
        description={cutNotes[draft.cut]}
        data={cuts}
        value={draft.cut}
        onChange={(event) => onChange(withCut(draft, event.currentTarget.value as Cut))}
      />
      <NativeSelect
        label="Title of the document"
        description="Searched with the text where it stands before it"
        data={titles}
        value={draft.title}
        onChange={(event) => onChange({ title: event.currentTarget.value as VersionDraft['title'] })}
      />
      <TextInput
        type="number"
        inputMode="numeric"
        label={unit === 'tokens' ? 'Tokens a chunk, at most' : 'Characters a chunk, at most'}
        description="Smaller finds the place, larger the context"
        min={8}
        max={32_768}
        error={errors.size}
        value={draft.size}
        onChange={(event) => onChange({ size: numberOf(event.currentTarget.value) })}
      />
      <TextInput
        type="number"
        inputMode="numeric"
        label={unit === 'tokens' ? 'Tokens said again' : 'Characters said again'}
        description="From the end of the chunk before"
        min={0}
        max={16_384}
        error={errors.overlap}
        value={draft.overlap}
        onChange={(event) => onChange({ overlap: numberOf(event.currentTarget.value) })}
      />
    </SimpleGrid>
  );
}

const cuts: { value: Cut; label: string }[] = [
  { value: 'sentence', label: 'Sentences' },
  { value: 'paragraph', label: 'Paragraphs' },
  { value: 'token', label: 'Single tokens' },
  { value: 'langchain-plain', label: 'LangChain: paragraphs, lines, words' },
  { value: 'langchain-markdown', label: 'LangChain: Markdown headings first' },
];
const cutNotes: Record<Cut, string> = {
  sentence: 'As long as they fit; built in',
  paragraph: 'As long as they fit, else sentences; built in',
  token: 'Cuts anywhere between words; built in',
  'langchain-plain': 'Its recursive splitter, version 1.0.2',
  'langchain-markdown': 'Its recursive splitter, version 1.0.2',
};
const titles: { value: VersionDraft['title']; label: string }[] = [
  { value: 'every-chunk', label: 'Before every chunk' },
  { value: 'first-chunk', label: 'Before the first chunk' },
  { value: 'omit', label: 'Left out' },
];
