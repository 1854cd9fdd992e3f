import { Button, JsonInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { EvaluationContext } from '../../../../../shared/model/context.ts';
import type { FlagData } from '../../../trpc.ts';
import { PlusIcon } from '../../../ui/icons.tsx';
import { AttributeRow } from './AttributeRow.tsx';
import { type ContextRow, contextFromJson, contextOf, type Parsed, rowsOf } from './contextRows.ts';
import { knownAttributes } from './knownAttributes.ts';

interface ContextEditorProps {
  data: FlagData;
  /** Null while what is typed describes nobody. */
  onContext: (context: EvaluationContext | null) => void;
}

/** A targeting key and attributes, as fields or as JSON; changing over keeps what was typed. */
export function ContextEditor({ data, onContext }: ContextEditorProps) {
  const suggestions = knownAttributes(data);
  const [mode, setMode] = useState<'fields' | 'json'>('fields');
  const [targetingKey, setTargetingKey] = useState('user-1');
  const [rows, setRows] = useState<ContextRow[]>(() =>
    suggestions
      .slice(0, 4)
      .map((known, id) => ({ id, name: known.name, type: known.type, value: known.value })),
  );
  const [used, setUsed] = useState<number[]>([]);
  const [json, setJson] = useState('');
  const live = rows.filter((row) => used.includes(row.id) || row.value !== '');
  const parsed: Parsed = mode === 'json' ? contextFromJson(json) : contextOf(targetingKey, live);

  const tell = (next: Parsed) => onContext(next.ok ? next.context : null);
  const changeRows = (next: ContextRow[], touched?: number) => {
    setRows(next);
    const nowUsed = touched === undefined ? used : [...used, touched];
    setUsed(nowUsed);
    tell(
      contextOf(
        targetingKey,
        next.filter((row) => row.value !== ''),
      ),
    );
  };
  const changeMode = (next: string) => {
    if (next === 'json') {
      setJson(JSON.stringify(parsed.ok ? parsed.context : { targetingKey }, null, 2));
      setMode('json');
      return;
    }
    if (parsed.ok) {
      setRows(rowsOf(parsed.context));
      setTargetingKey(parsed.context.targetingKey ?? '');
    } else tell(contextOf(targetingKey, live));
    setMode('fields');
  };

  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        aria-label="How to describe them"
        value={mode}
        onChange={changeMode}
        data={[
          { value: 'fields', label: 'Fields' },
          { value: 'json', label: 'JSON' },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      {mode === 'fields' ? (
        <>
          <TextInput
            label="Targeting key"
            description="The user's id, as your product sends it"
            value={targetingKey}
            onChange={(event) => {
              setTargetingKey(event.currentTarget.value);
              tell(contextOf(event.currentTarget.value, live));
            }}
          />
          {rows.map((row) => (
            <AttributeRow
              key={row.id}
              row={row}
              onChange={(next) =>
                changeRows(
                  rows.map((other) => (other.id === row.id ? next : other)),
                  row.id,
                )
              }
              onRemove={() => changeRows(rows.filter((other) => other.id !== row.id))}
            />
          ))}
          <Button
            variant="default"
            size="xs"
            leftSection={<PlusIcon size={14} />}
            style={{ alignSelf: 'flex-start' }}
            onClick={() =>
              setRows([
                ...rows,
                { id: Math.max(-1, ...rows.map((row) => row.id)) + 1, name: '', type: 'text', value: '' },
              ])
            }
          >
            Add attribute
          </Button>
        </>
      ) : (
        <JsonInput
          label="Evaluation context"
          autosize
          minRows={8}
          value={json}
          error={parsed.ok ? null : parsed.message}
          onChange={(text) => {
            setJson(text);
            tell(contextFromJson(text));
          }}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        />
      )}
      {mode === 'fields' && !parsed.ok && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {parsed.message}
        </Text>
      )}
    </Stack>
  );
}
