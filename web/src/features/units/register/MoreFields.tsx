import { Checkbox, NativeSelect, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useIssue } from '../../../ui/form/issues.ts';
import { NumberField } from '../../../ui/form/NumberField.tsx';
import type { UnitDraft } from './draft.ts';

interface FieldsProps {
  draft: UnitDraft;
  onChange: (change: Partial<UnitDraft>) => void;
}

/** What only some units have: passages, tools, an answer of a fixed shape; and the label. */
export function MoreFields({ draft, onChange }: FieldsProps) {
  const [structured, setStructured] = useState(draft.tools !== '' || draft.responseSchema !== '');
  return (
    <Stack gap="sm">
      <Checkbox
        label="Fill a variable with passages of a document collection"
        checked={draft.retrieval}
        onChange={(event) => onChange({ retrieval: event.currentTarget.checked })}
      />
      {draft.retrieval && <RetrievalFields draft={draft} onChange={onChange} />}
      <Checkbox
        label="Tools, or an answer of a fixed shape"
        checked={structured}
        onChange={(event) => {
          setStructured(event.currentTarget.checked);
          if (!event.currentTarget.checked) onChange({ tools: '', responseSchema: '' });
        }}
      />
      {structured && <StructureFields draft={draft} onChange={onChange} />}
      <TextInput
        label="Label"
        description="For people, and not part of the unit’s id. Left empty, it names model and prompt"
        value={draft.label}
        onChange={(event) => onChange({ label: event.currentTarget.value })}
      />
    </Stack>
  );
}

function RetrievalFields({ draft, onChange }: FieldsProps) {
  const errors = {
    collection: useIssue('retrieval.collection'),
    k: useIssue('retrieval.k'),
    variable: useIssue('retrieval.variable'),
    missing: useIssue('variable'),
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
      <TextInput
        label="Collection"
        error={errors.collection}
        value={draft.collection}
        onChange={(event) => onChange({ collection: event.currentTarget.value })}
      />
      <NumberField label="Passages" error={errors.k} value={draft.k} onChange={(k) => onChange({ k })} />
      <TextInput
        label="Variable"
        error={errors.variable ?? errors.missing}
        value={draft.variable}
        onChange={(event) => onChange({ variable: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}

const json = {
  autosize: true,
  minRows: 2,
  maxRows: 12,
  spellCheck: false,
  styles: { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } },
};

function StructureFields({ draft, onChange }: FieldsProps) {
  const errors = { tools: useIssue('tools'), responseSchema: useIssue('responseSchema') };
  return (
    <>
      <Textarea
        {...json}
        label="Tools, as JSON"
        description="A list, each with name, description and parameters"
        placeholder='[{ "name": "find_order", "parameters": { "type": "object" } }]'
        error={errors.tools}
        value={draft.tools}
        onChange={(event) => onChange({ tools: event.currentTarget.value })}
      />
      <Textarea
        {...json}
        label="Schema of the answer, as JSON"
        description="A name and a JSON Schema that every answer is checked against"
        placeholder='{ "name": "reply", "schema": { "type": "object" } }'
        error={errors.responseSchema}
        value={draft.responseSchema}
        onChange={(event) => onChange({ responseSchema: event.currentTarget.value })}
      />
      {draft.responseSchema.trim() !== '' && (
        <NativeSelect
          label="Streamed answers"
          data={[
            { value: 'hold', label: 'are held back until they are checked' },
            { value: 'report', label: 'are passed on, and reported when they do not fit' },
          ]}
          value={draft.streamedSchema}
          onChange={(event) =>
            onChange({ streamedSchema: event.currentTarget.value === 'report' ? 'report' : 'hold' })
          }
        />
      )}
    </>
  );
}
