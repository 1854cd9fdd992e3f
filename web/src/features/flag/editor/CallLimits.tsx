import { NativeSelect, SimpleGrid, Switch } from '@mantine/core';
import { useIssue } from '../../../ui/form/issues.ts';
import { NumberField } from '../../../ui/form/NumberField.tsx';
import { useEditor } from './EditorContext.ts';

/** What a call may bring and how much comes back, and what becomes of conversations on a rollback. */
export function CallLimits() {
  const { draft, change } = useEditor();
  const lengthError = useIssue('maxOutputCharacters');
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
      <NumberField
        label="Longest output"
        description="In characters. The rest is cut, and the answer says so. Empty: 50,000."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        placeholder="not set"
        thousandSeparator=","
        allowDecimal={false}
        min={0}
        error={lengthError}
        value={draft.maxOutputCharacters ?? Number.NaN}
        onChange={(next) => change({ maxOutputCharacters: Number.isNaN(next) ? undefined : next })}
      />
      <NativeSelect
        label="Conversations on a rollback"
        description="What becomes of a conversation whose unit is taken away"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={[
          { value: 'continue', label: 'Go on elsewhere, with all their turns' },
          { value: 'restart', label: 'The product is told to start over' },
        ]}
        value={draft.onRollback ?? 'continue'}
        onChange={(event) =>
          change({ onRollback: event.currentTarget.value === 'restart' ? 'restart' : undefined })
        }
      />
      <Switch
        mt={{ lg: 24 }}
        label="Callers may add system messages"
        description="They follow the prompt’s own. Otherwise a call that brings one is refused."
        withThumbIndicator={false}
        checked={draft.allowSystemMessages ?? false}
        onChange={(event) => change({ allowSystemMessages: event.currentTarget.checked || undefined })}
      />
    </SimpleGrid>
  );
}
