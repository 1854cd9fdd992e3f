import { ActionIcon, Autocomplete, NativeSelect } from '@mantine/core';
import type { Condition } from '../../../../shared/model/condition.ts';
import { useIssue } from '../form/issues.ts';
import { CrossIcon } from '../icons.tsx';
import { withOperator } from './blank.ts';
import classes from './Conditions.module.css';
import { ConditionValue } from './ConditionValue.tsx';
import { isOperator, operatorChoices } from './operators.ts';

interface ConditionRowProps {
  path: string;
  number: number;
  condition: Condition;
  attributes: readonly string[];
  segments: readonly { key: string; name: string }[];
  onChange: (condition: Condition) => void;
  /** Absent where it is the only condition. */
  onRemove: (() => void) | undefined;
}

/** One comparison: attribute, operator in words, and what it is compared with. */
export function ConditionRow(props: ConditionRowProps) {
  const { path, number, condition, attributes, segments, onChange, onRemove } = props;
  const error = useIssue(`${path}.attribute`);
  const ofAttribute = 'attribute' in condition;
  return (
    <fieldset className={classes.row} data-segment={!ofAttribute || undefined}>
      <legend className="visually-hidden">Condition {number}</legend>
      {ofAttribute && (
        <Autocomplete
          className={classes.attribute}
          aria-label="Attribute"
          placeholder="attribute"
          data={[...attributes]}
          limit={12}
          value={condition.attribute}
          error={error}
          onChange={(attribute) => onChange({ ...condition, attribute })}
        />
      )}
      <NativeSelect
        className={classes.operator}
        aria-label="Operator"
        data={operatorChoices(segments.length > 0 || !ofAttribute)}
        value={condition.operator}
        onChange={(event) => {
          const next = event.currentTarget.value;
          if (isOperator(next)) onChange(withOperator(condition, next));
        }}
      />
      <div className={classes.value}>
        <ConditionValue path={path} condition={condition} segments={segments} onChange={onChange} />
      </div>
      {onRemove && (
        <ActionIcon
          className={classes.remove}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Remove condition ${number}`}
          onClick={onRemove}
        >
          <CrossIcon size={14} />
        </ActionIcon>
      )}
    </fieldset>
  );
}
