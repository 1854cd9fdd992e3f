import { JsonInput, NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { JsonValue, ValueType } from '../../../../shared/model/flag.ts';
import { NumberField } from './NumberField.tsx';

interface ValueInputProps {
  label: string;
  type: ValueType;
  value: JsonValue;
  error?: string | undefined;
  onChange: (value: JsonValue) => void;
}

/** A value of a value flag, in the field that fits its type. */
export function ValueInput({ label, type, value, error, onChange }: ValueInputProps) {
  switch (type) {
    case 'boolean':
      return (
        <NativeSelect
          label={label}
          error={error}
          data={[
            { value: 'true', label: 'yes (true)' },
            { value: 'false', label: 'no (false)' },
          ]}
          value={String(value === true)}
          onChange={(event) => onChange(event.currentTarget.value === 'true')}
        />
      );
    case 'number':
      return (
        <NumberField
          label={label}
          error={error}
          value={typeof value === 'number' ? value : Number.NaN}
          onChange={onChange}
        />
      );
    case 'string':
      return (
        <Textarea
          label={label}
          autosize
          maxRows={8}
          error={error}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'json':
      return <JsonField label={label} value={value} error={error} onChange={onChange} />;
  }
}

/** JSON that need not be JSON yet: what is typed stays, and only what can be read is passed on. */
function JsonField({ label, value, error, onChange }: Omit<ValueInputProps, 'type'>) {
  const [text, setText] = useState(() => JSON.stringify(value, null, 2) ?? '');
  const [wrong, setWrong] = useState(false);
  const change = (next: string) => {
    setText(next);
    try {
      onChange(JSON.parse(next));
      setWrong(false);
    } catch {
      // Nothing that could be saved: a number that is none fails the schema, where the old value would pass it.
      onChange(Number.NaN);
      setWrong(true);
    }
  };
  return (
    <JsonInput
      label={label}
      autosize
      minRows={3}
      maxRows={14}
      spellCheck={false}
      value={text}
      error={wrong ? 'This is not JSON yet' : error}
      onChange={change}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
    />
  );
}
