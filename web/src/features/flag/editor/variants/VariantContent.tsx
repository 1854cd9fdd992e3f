import { Select, Textarea } from '@mantine/core';
import type { Variant } from '../../../../../../shared/model/flag.ts';
import { useIssue } from '../../../../ui/form/issues.ts';
import { NumberField } from '../../../../ui/form/NumberField.tsx';
import { ValueInput } from '../../../../ui/form/ValueInput.tsx';
import { useEditor } from '../EditorContext.ts';

interface VariantContentProps {
  path: string;
  variant: Variant;
  onChange: (variant: Variant) => void;
}

/** What a variant answers, by its kind. */
export function VariantContent({ path, variant, onChange }: VariantContentProps) {
  const { draft, data } = useEditor();
  const unitError = useIssue(`${path}.unit`);
  const attemptError = useIssue(`${path}.attemptMs`);
  const textError = useIssue(`${path}.text`);
  const valueError = useIssue(`${path}.value`);
  switch (variant.kind) {
    case 'unit': {
      const { attemptMs, ...plain } = variant;
      return (
        <>
          <Select
            label="Inference unit"
            placeholder="choose a registered unit"
            searchable
            allowDeselect={false}
            error={unitError && 'Choose a registered unit'}
            data={data.allUnits.map(({ id, label }) => ({ value: id, label }))}
            value={variant.unit === '' ? null : variant.unit}
            onChange={(unit) => unit !== null && onChange({ ...variant, unit })}
          />
          <NumberField
            label="One attempt takes at most"
            placeholder="three fifths of the deadline"
            suffix=" ms"
            thousandSeparator=","
            min={0}
            error={attemptError}
            value={attemptMs ?? Number.NaN}
            onChange={(next) => onChange(Number.isNaN(next) ? plain : { ...variant, attemptMs: next })}
          />
        </>
      );
    }
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
