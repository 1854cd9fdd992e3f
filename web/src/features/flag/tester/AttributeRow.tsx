import { ActionIcon, Group, NativeSelect, TextInput } from '@mantine/core';
import { CrossIcon } from '../../../ui/icons.tsx';
import type { AttributeType, ContextRow } from './contextRows.ts';

interface AttributeRowProps {
  row: ContextRow;
  onChange: (row: ContextRow) => void;
  onRemove: () => void;
}

const types: { value: AttributeType; label: string }[] = [
  { value: 'text', label: 'text' },
  { value: 'number', label: 'number' },
  { value: 'yes-no', label: 'yes/no' },
  { value: 'list', label: 'list' },
];

export function AttributeRow({ row, onChange, onRemove }: AttributeRowProps) {
  const about = row.name === '' ? 'new attribute' : row.name;
  return (
    <Group gap={6} wrap="nowrap">
      <TextInput
        aria-label="Attribute name"
        placeholder="attribute"
        value={row.name}
        onChange={(event) => onChange({ ...row, name: event.currentTarget.value })}
        style={{ flex: '1 1 110px' }}
      />
      <NativeSelect
        aria-label={`Type of ${about}`}
        data={types}
        value={row.type}
        w={104}
        onChange={(event) => {
          const type = types.find((known) => known.value === event.currentTarget.value)?.value ?? 'text';
          onChange({ ...row, type, value: '' });
        }}
      />
      {row.type === 'yes-no' ? (
        <NativeSelect
          aria-label={`Value of ${about}`}
          data={[{ value: '', label: 'not set' }, 'yes', 'no']}
          value={row.value}
          onChange={(event) => onChange({ ...row, value: event.currentTarget.value })}
          style={{ flex: '1 1 120px' }}
        />
      ) : (
        <TextInput
          aria-label={`Value of ${about}`}
          placeholder={row.type === 'list' ? 'one, two' : 'not set'}
          inputMode={row.type === 'number' ? 'decimal' : 'text'}
          value={row.value}
          onChange={(event) => onChange({ ...row, value: event.currentTarget.value })}
          style={{ flex: '1 1 120px' }}
        />
      )}
      <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${about}`} onClick={onRemove}>
        <CrossIcon size={14} />
      </ActionIcon>
    </Group>
  );
}
