import { ActionIcon, Group, Stack, Text, TextInput } from '@mantine/core';
import type { Variant } from '../../../../../../shared/model/flag.ts';
import { useIssue } from '../../../../ui/form/issues.ts';
import { TrashIcon } from '../../../../ui/icons.tsx';
import { variantColors } from '../../../../ui/variantColors.ts';
import { useEditor } from '../EditorContext.ts';
import { VariantContent } from './VariantContent.tsx';
import classes from './VariantEditor.module.css';
import { variantUse } from './variantUse.ts';

interface VariantEditorProps {
  index: number;
  variant: Variant;
  onChange: (variant: Variant) => void;
  onRemove: () => void;
}

/** One variant: its name, and what it answers. A key that something names stays as it is. */
export function VariantEditor({ index, variant, onChange, onRemove }: VariantEditorProps) {
  const { draft, base } = useEditor();
  const path = `variants.${index}`;
  const nameError = useIssue(`${path}.name`);
  const keyError = useIssue(`${path}.key`);
  const uses = variantUse(draft, variant.key);
  const isNamed = uses.length > 0 || base.variants.some((one) => one.key === variant.key);
  const about = variant.name === '' ? variant.key : variant.name;
  const color = variantColors(draft.variants, draft.knownGood).get(variant.key);
  return (
    <div className={classes.card} style={{ borderTopColor: color }}>
      <Stack gap={8}>
        <Group gap={6} wrap="nowrap" align="flex-end">
          <TextInput
            label="Name"
            value={variant.name}
            error={nameError}
            onChange={(event) => onChange({ ...variant, name: event.currentTarget.value })}
            style={{ flex: 1, minWidth: 0 }}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Remove variant ${about}`}
            disabled={uses.length > 0}
            onClick={onRemove}
          >
            <TrashIcon />
          </ActionIcon>
        </Group>
        {isNamed ? (
          <Text size="xs" c="dimmed" ff="monospace">
            {variant.key}
          </Text>
        ) : (
          <TextInput
            label="Key"
            value={variant.key}
            error={keyError}
            onChange={(event) => onChange({ ...variant, key: event.currentTarget.value })}
          />
        )}
        <VariantContent path={path} variant={variant} onChange={onChange} />
        <Text size="xs" c="dimmed">
          {uses.length === 0 ? 'Served to nobody; it can be removed.' : `Needed by ${uses.join(', ')}.`}
        </Text>
      </Stack>
    </div>
  );
}
