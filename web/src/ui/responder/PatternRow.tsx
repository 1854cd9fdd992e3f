import { ActionIcon, Checkbox, TextInput } from '@mantine/core';
import type { ResponderPattern } from '../../../../shared/responder/responder.ts';
import { useIssue } from '../form/issues.ts';
import { CrossIcon } from '../icons.tsx';
import classes from './Responder.module.css';

interface PatternRowProps {
  path: string;
  number: number;
  pattern: ResponderPattern;
  onChange: (pattern: ResponderPattern) => void;
  onRemove: () => void;
}

/** A pattern, and the variable that it is looked for in. */
export function PatternRow({ path, number, pattern, onChange, onRemove }: PatternRowProps) {
  const errors = { variable: useIssue(`${path}.variable`), pattern: useIssue(`${path}.pattern`) };
  return (
    <fieldset className={classes.pattern}>
      <legend className="visually-hidden">Pattern {number}</legend>
      <TextInput
        label="Variable"
        error={errors.variable}
        value={pattern.variable}
        onChange={(event) => onChange({ ...pattern, variable: event.currentTarget.value })}
        className={classes.variable}
      />
      <TextInput
        label="contains the pattern"
        placeholder="refund|money back"
        spellCheck={false}
        error={errors.pattern}
        value={pattern.pattern}
        onChange={(event) => onChange({ ...pattern, pattern: event.currentTarget.value })}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        className={classes.expression}
      />
      <Checkbox
        label="Ignore capitals"
        checked={pattern.ignoreCase}
        onChange={(event) => onChange({ ...pattern, ignoreCase: event.currentTarget.checked })}
        className={classes.case}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={`Remove pattern ${number}`}
        onClick={onRemove}
        className={classes.remove}
      >
        <CrossIcon size={14} />
      </ActionIcon>
    </fieldset>
  );
}
