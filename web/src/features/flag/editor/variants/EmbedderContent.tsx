import { Text, TextInput } from '@mantine/core';
import type { Variant } from '../../../../../../shared/model/flag.ts';
import { useIssue } from '../../../../ui/form/issues.ts';
import { NumberField } from '../../../../ui/form/NumberField.tsx';

type EmbedderVariant = Extract<Variant, { kind: 'embedder' }>;

interface EmbedderContentProps {
  path: string;
  variant: EmbedderVariant;
  onChange: (variant: EmbedderVariant) => void;
}

/** Which model turns texts into vectors. */
export function EmbedderContent({ path, variant, onChange }: EmbedderContentProps) {
  const providerError = useIssue(`${path}.provider`);
  const modelError = useIssue(`${path}.model`);
  const dimensionsError = useIssue(`${path}.dimensions`);
  const { dimensions, ...plain } = variant;
  return (
    <>
      <TextInput
        label="Provider"
        value={variant.provider}
        error={providerError}
        onChange={(event) => onChange({ ...variant, provider: event.currentTarget.value })}
      />
      <TextInput
        label="Model, pinned"
        value={variant.model}
        error={modelError}
        onChange={(event) => onChange({ ...variant, model: event.currentTarget.value })}
      />
      <NumberField
        label="Dimensions"
        placeholder="the model’s own"
        min={1}
        error={dimensionsError}
        value={dimensions ?? Number.NaN}
        onChange={(next) => onChange(Number.isNaN(next) ? plain : { ...variant, dimensions: next })}
      />
      <Text size="xs" c="dimmed">
        Answers on /v1/embeddings. Nothing falls back: vectors of different models cannot stand beside each
        other.
      </Text>
    </>
  );
}
