import { Button, Group, SimpleGrid, Text } from '@mantine/core';
import type { Variant } from '../../../../../../shared/model/flag.ts';
import { useOwnIssue } from '../../../../ui/form/issues.ts';
import { PlusIcon } from '../../../../ui/icons.tsx';
import { Panel } from '../../../../ui/Panel.tsx';
import { useEditor } from '../EditorContext.ts';
import { newVariant } from './newVariant.ts';
import { VariantEditor } from './VariantEditor.tsx';

/** What the flag can serve. */
export function VariantsEditor() {
  const { draft, change } = useEditor();
  const { variants } = draft;
  const error = useOwnIssue('variants');
  const set = (next: Variant[]) => change({ variants: next });
  const adder = (kind: Variant['kind'], label: string) => (
    <Button
      size="xs"
      variant="default"
      leftSection={<PlusIcon size={14} />}
      onClick={() => set([...variants, newVariant(draft, kind)])}
    >
      {label}
    </Button>
  );
  return (
    <Panel
      title="Variants"
      note={
        draft.kind === 'call'
          ? 'What can answer: an inference unit, which never changes, ordered rules, the product’s own function, or a fixed text.'
          : 'The values that this flag can have.'
      }
    >
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
        {variants.map((variant, index) => (
          <VariantEditor
            // A variant's key can be edited while it is new, so it is known by its place.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={index}
            index={index}
            variant={variant}
            onChange={(next) => set(variants.with(index, next))}
            onRemove={() => set(variants.toSpliced(index, 1))}
          />
        ))}
      </SimpleGrid>
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert" mt="xs">
          {error}
        </Text>
      )}
      <Group gap="xs" mt="sm">
        {draft.kind === 'value' ? (
          adder('value', 'Add value')
        ) : (
          <>
            {adder('unit', 'Add unit variant')}
            {adder('static', 'Add text variant')}
            {adder('rules', 'Add rule-based variant')}
            {adder('local', 'Add local variant')}
            {adder('embedder', 'Add embedder')}
          </>
        )}
      </Group>
    </Panel>
  );
}
