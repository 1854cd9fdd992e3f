import { SimpleGrid, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { attributeNames, conditionsOf } from '../../../ui/conditions/attributes.ts';
import { useIssue } from '../../../ui/form/issues.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { BucketBy } from './BucketBy.tsx';
import { useEditor } from './EditorContext.ts';

/** What the flag is called, whose it is, and who may ask for it. */
export function SettingsEditor() {
  const { draft, data, change } = useEditor();
  const tagsError = useIssue('tags');
  const endError = useIssue('plannedEnd');
  const attributes = attributeNames([
    ...conditionsOf(draft.rules),
    ...data.segments.flatMap(({ conditions }) => conditions),
  ]);
  return (
    <Panel title="Settings">
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextSetting field="name" label="Name" />
          <TextSetting field="owner" label="Owner" placeholder="A person or a team" />
        </SimpleGrid>
        <Description />
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
          <TagsInput
            label="Tags"
            placeholder={draft.tags.length === 0 ? 'support, search' : ''}
            acceptValueOnBlur
            error={tagsError}
            value={draft.tags}
            onChange={(tags) => change({ tags })}
          />
          <TextInput
            type="date"
            label="Planned end"
            description="When it was meant to be removed; after that it counts as stale"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            error={endError && 'Choose a date'}
            value={draft.plannedEnd ?? ''}
            onChange={(event) => change({ plannedEnd: event.currentTarget.value || undefined })}
          />
          <BucketBy attributes={attributes} />
        </SimpleGrid>
        <Switch
          label="May be evaluated from browsers"
          description="With a public key, which anybody can read. Its variants and values are then no secret."
          withThumbIndicator={false}
          checked={draft.public}
          onChange={(event) => change({ public: event.currentTarget.checked })}
        />
      </Stack>
    </Panel>
  );
}

function TextSetting({ field, ...rest }: { field: 'name' | 'owner'; label: string; placeholder?: string }) {
  const { draft, change } = useEditor();
  const error = useIssue(field);
  return (
    <TextInput
      {...rest}
      value={draft[field]}
      error={error}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  );
}

function Description() {
  const { draft, change } = useEditor();
  const error = useIssue('description');
  return (
    <Textarea
      label="Description"
      placeholder="What product code asks it for, and what depends on it"
      autosize
      maxRows={6}
      value={draft.description}
      error={error}
      onChange={(event) => change({ description: event.currentTarget.value })}
    />
  );
}
