import { TextInput, type TextInputProps } from '@mantine/core';

/** Every change says why; the reason stands in the history for whoever reads it at three in the morning. */
export function ReasonInput(
  props: Omit<TextInputProps, 'onChange'> & { onChange: (reason: string) => void },
) {
  const { onChange, ...rest } = props;
  return (
    <TextInput
      label="Reason"
      placeholder="Why? It is kept in the history"
      maxLength={500}
      {...rest}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
