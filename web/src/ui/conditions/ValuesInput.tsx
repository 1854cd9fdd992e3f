import { Group, NativeSelect, TagsInput, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { converted, kindOf, read, spell, type Value, type ValueKind, valueKinds } from './values.ts';

interface ValuesInputProps {
  label: string;
  values: Value[];
  error: string | undefined;
  onChange: (values: Value[]) => void;
}

const manyTags = 100;

/** A list of values of one kind: as tags, as yes or no, or one on each line when they are many. */
export function ValuesInput({ label, values, error, onChange }: ValuesInputProps) {
  const [chosen, setChosen] = useState<ValueKind>('text');
  const kind = values.length === 0 ? chosen : kindOf(values);
  const kinds = kind === 'mixed' ? [...valueKinds, { value: kind, label: 'mixed' }] : valueKinds;
  const spelled = values.map((value) => spell(value, kind));
  const accept = (texts: string[]) => {
    // Several values pasted at once come as one text.
    const single = texts.flatMap((text) => (spelled.includes(text) ? [text] : text.split(/[,;\n]/)));
    onChange([...new Set(single.map((text) => read(text, kind)).filter((value) => value !== null))]);
  };
  const shared = { 'aria-label': label, error, style: { flex: '1 1 160px', minWidth: 0 } };
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      {kind === 'yes-no' ? (
        <NativeSelect
          {...shared}
          data={[
            { value: '', label: 'choose…' },
            { value: 'true', label: 'yes' },
            { value: 'false', label: 'no' },
            { value: 'true,false', label: 'yes or no' },
          ]}
          value={values.toSorted().toReversed().join(',')}
          onChange={(event) => accept(event.currentTarget.value.split(',').filter(Boolean))}
        />
      ) : values.length > manyTags ? (
        <Textarea
          {...shared}
          autosize
          minRows={3}
          maxRows={8}
          description={`${values.length.toLocaleString('en')} values, one on each line`}
          value={spelled.join('\n')}
          onChange={(event) => accept(event.currentTarget.value.split('\n'))}
        />
      ) : (
        <TagsInput
          {...shared}
          placeholder={values.length === 0 ? (kind === 'number' ? '1, 2, 3' : 'value, value') : ''}
          splitChars={[',', '\n', ';']}
          acceptValueOnBlur
          value={spelled}
          onChange={accept}
          clearable={false}
        />
      )}
      <NativeSelect
        aria-label={`Type: ${label}`}
        data={kinds}
        value={kind}
        w={96}
        style={{ flex: 'none' }}
        onChange={(event) => {
          const next = kinds.find((one) => one.value === event.currentTarget.value)?.value ?? 'text';
          setChosen(next);
          onChange(converted(values, next));
        }}
      />
      <Text component="span" className="visually-hidden" aria-live="polite">
        {values.length === 0 ? '' : `${values.length} values`}
      </Text>
    </Group>
  );
}
