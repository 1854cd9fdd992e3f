import { Select, Text, Textarea } from '@mantine/core';
import type { Variant } from '../../../../../../shared/model/flag.ts';
import { useIssue } from '../../../../ui/form/issues.ts';
import { ValueInput } from '../../../../ui/form/ValueInput.tsx';
import type { UnitVariant } from '../../clocks.ts';
import { nameOf } from '../../variants.ts';
import { useEditor } from '../EditorContext.ts';
import { ClockFields } from './ClockFields.tsx';
import { EmbedderContent } from './EmbedderContent.tsx';
import { RulesContent } from './RulesContent.tsx';

interface VariantContentProps {
  path: string;
  variant: Variant;
  onChange: (variant: Variant) => void;
}

/** What a variant answers, by its kind. */
export function VariantContent({ path, variant, onChange }: VariantContentProps) {
  const { draft } = useEditor();
  const textError = useIssue(`${path}.text`);
  const valueError = useIssue(`${path}.value`);
  switch (variant.kind) {
    case 'unit':
      return <UnitContent path={path} variant={variant} onChange={onChange} />;
    case 'static':
      return (
        <Textarea
          label="Text"
          autosize
          minRows={3}
          maxRows={10}
          error={textError}
          value={variant.text}
          onChange={(event) => onChange({ ...variant, text: event.currentTarget.value })}
        />
      );
    case 'local':
      return (
        <Text size="sm" c="dimmed">
          Answered by a function of the product’s own, which its code hands to the client library. Knowngood
          decides who gets it and records the call; no model is asked. A call over HTTP brings no function, so
          “{nameOf(draft, draft.fallback)}” answers it.
        </Text>
      );
    case 'embedder':
      return <EmbedderContent path={path} variant={variant} onChange={onChange} />;
    case 'rules':
      return <RulesContent path={path} variant={variant} onChange={onChange} />;
    case 'value':
      return (
        <ValueInput
          label="Value"
          type={draft.valueType ?? 'json'}
          value={variant.value}
          error={valueError}
          onChange={(value) => onChange({ ...variant, value })}
        />
      );
  }
}

interface UnitContentProps {
  path: string;
  variant: UnitVariant;
  onChange: (variant: UnitVariant) => void;
}

function UnitContent({ path, variant, onChange }: UnitContentProps) {
  const { data } = useEditor();
  const error = useIssue(`${path}.unit`);
  return (
    <>
      <Select
        label="Inference unit"
        placeholder="choose a registered unit"
        searchable
        allowDeselect={false}
        error={error && 'Choose a registered unit'}
        data={data.allUnits.map(({ id, label }) => ({ value: id, label }))}
        value={variant.unit === '' ? null : variant.unit}
        onChange={(unit) => unit !== null && onChange({ ...variant, unit })}
      />
      <ClockFields path={path} variant={variant} onChange={onChange} />
    </>
  );
}
