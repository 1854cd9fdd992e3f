import { ActionIcon, NativeSelect, TextInput } from '@mantine/core';
import { CrossIcon } from '../../../ui/icons.tsx';
import classes from './AttributeRow.module.css';
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
    <div className={classes.row}>
      <TextInput
        aria-label="Attribute name"
        placeholder="attribute"
        value={row.name}
        onChange={(event) => onChange({ ...row, name: event.currentTarget.value })}
        className={classes.name ?? ''}
      />
      <NativeSelect
        aria-label={`Type of ${about}`}
        data={types}
        value={row.type}
        className={classes.type ?? ''}
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
          className={classes.value ?? ''}
        />
      ) : (
        <TextInput
          aria-label={`Value of ${about}`}
          placeholder={row.type === 'list' ? 'one, two' : 'not set'}
          inputMode={row.type === 'number' ? 'decimal' : 'text'}
          value={row.value}
          onChange={(event) => onChange({ ...row, value: event.currentTarget.value })}
          className={classes.value ?? ''}
        />
      )}
      <ActionIcon
        className={classes.remove ?? ''}
        variant="subtle"
        color="gray"
        aria-label={`Remove ${about}`}
        onClick={onRemove}
      >
        <CrossIcon size={14} />
      </ActionIcon>
    </div>
  );
}
