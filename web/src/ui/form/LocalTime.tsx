import { TextInput } from '@mantine/core';
import { formatExact } from '../format.ts';
import { fromLocal, toLocal } from './localTime.ts';

interface LocalTimeProps {
  label: string;
  /** ISO in UTC, or empty. */
  value: string;
  onChange: (iso: string) => void;
  error?: string | undefined;
  required?: boolean;
  /** In a row that says what it is: the label is for screen readers only. */
  compact?: boolean;
}

/** A date and time in the reader's own time zone; what is kept is UTC, and says so below. */
export function LocalTime({
  label,
  value,
  onChange,
  error,
  required = false,
  compact = false,
}: LocalTimeProps) {
  return (
    <TextInput
      type="datetime-local"
      {...(compact ? { 'aria-label': label } : { label })}
      value={toLocal(value)}
      error={error}
      required={required}
      withAsterisk={false}
      description={value === '' || Number.isNaN(Date.parse(value)) ? 'Your time' : formatExact(value)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      w={{ base: '100%', xs: 270 }}
      onChange={(event) => onChange(fromLocal(event.currentTarget.value))}
    />
  );
}
