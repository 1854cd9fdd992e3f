import { NumberInput, type NumberInputProps } from '@mantine/core';

interface NumberFieldProps extends Omit<NumberInputProps, 'value' | 'onChange'> {
  /** NaN while nothing is typed. */
  value: number;
  onChange: (value: number) => void;
}

/** A number, or nothing yet; no stepping by accident. */
export function NumberField({ value, onChange, ...rest }: NumberFieldProps) {
  return (
    <NumberInput
      hideControls
      {...rest}
      value={Number.isNaN(value) ? '' : value}
      onChange={(next) => onChange(next === '' ? Number.NaN : Number(next))}
    />
  );
}
