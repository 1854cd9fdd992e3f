import { Button } from '@mantine/core';
import type { Condition } from '../../../../shared/model/condition.ts';
import { ConditionList } from '../conditions/ConditionList.tsx';
import classes from './Responder.module.css';

interface ConditionGroupProps {
  title: string;
  path: string;
  conditions: readonly Condition[];
  attributes: readonly string[];
  onChange: (conditions: Condition[]) => void;
}

/** Conditions of one kind; nothing where there are none. */
export function ConditionGroup({ title, path, conditions, attributes, onChange }: ConditionGroupProps) {
  if (conditions.length === 0) return null;
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{title}</legend>
      <ConditionList
        path={path}
        conditions={conditions}
        attributes={attributes}
        segments={[]}
        onChange={onChange}
      />
      <Button mt={6} size="compact-xs" variant="subtle" color="gray" onClick={() => onChange([])}>
        Remove these conditions
      </Button>
    </fieldset>
  );
}
