import { NativeSelect, Textarea } from '@mantine/core';
import type { PromptDetail } from '../../trpc.ts';

interface VariableFieldProps {
  variable: PromptDetail['variables'][number];
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** The field for one variable's sample value: a choice, a text, or JSON for everything else. */
export function VariableField({ variable, value, error, onChange }: VariableFieldProps) {
  const about = [
    variable.description,
    `${variable.words}${variable.isText || variable.choices ? '' : ', as JSON'}`,
  ]
    .filter(Boolean)
    .join(' – ');
  if (variable.choices) {
    const choices = variable.required ? variable.choices : ['', ...variable.choices];
    return (
      <NativeSelect
        label={variable.name}
        description={about}
        error={error}
        data={choices.map((choice) => ({ value: choice, label: choice === '' ? 'not given' : choice }))}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <Textarea
      label={variable.name}
      description={about}
      error={error}
      autosize
      minRows={1}
      maxRows={12}
      spellCheck={variable.isText}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
