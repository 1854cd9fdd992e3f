import { ActionIcon, Group, TextInput, UnstyledButton } from '@mantine/core';
import type { PointerEvent } from 'react';
import type { Rule } from '../../../../../../shared/model/flag.ts';
import { useIssue } from '../../../../ui/form/issues.ts';
import { ChevronIcon, CopyIcon, DownIcon, GripIcon, TrashIcon, UpIcon } from '../../../../ui/icons.tsx';
import classes from './Rules.module.css';

interface RuleHeadProps {
  rule: Rule;
  index: number;
  count: number;
  open: boolean;
  body: string;
  onToggle: () => void;
  onRename: (name: string) => void;
  onDrag: (event: PointerEvent) => void;
  onMove: (by: number, button: HTMLElement) => void;
  onDuplicate: () => void;
  onRemove: () => void;
}

/** A rule's name, and what can be done with the rule as a whole. */
export function RuleHead(props: RuleHeadProps) {
  const { rule, index, count, open } = props;
  const error = useIssue(`rules.${index}.name`);
  const about = rule.name === '' ? `rule ${index + 1}` : rule.name;
  const mover = (by: 1 | -1) => {
    const possible = by < 0 ? index > 0 : index < count - 1;
    return (
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move ${by < 0 ? 'up' : 'down'}: ${about}`}
        aria-disabled={!possible}
        {...(possible ? {} : { 'data-disabled': true })}
        onClick={(event) => possible && props.onMove(by, event.currentTarget)}
      >
        {by < 0 ? <UpIcon /> : <DownIcon />}
      </ActionIcon>
    );
  };
  return (
    <div className={classes.head}>
      {/* Dragging is for pointers; the buttons beside it do the same for everybody. */}
      <span className={classes.grip} onPointerDown={props.onDrag} aria-hidden="true" title="Drag to reorder">
        <GripIcon />
      </span>
      <span className={classes.number}>{index + 1}</span>
      <TextInput
        aria-label={`Name of rule ${index + 1}`}
        placeholder="What the rule is for"
        value={rule.name}
        error={error}
        onChange={(event) => props.onRename(event.currentTarget.value)}
        className={classes.name}
      />
      <Group gap={2} wrap="nowrap" className={classes.tools}>
        {mover(-1)}
        {mover(1)}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Duplicate: ${about}`}
          onClick={props.onDuplicate}
        >
          <CopyIcon size={15} />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={`Remove: ${about}`} onClick={props.onRemove}>
          <TrashIcon />
        </ActionIcon>
        <UnstyledButton
          className={classes.toggle}
          data-open={open || undefined}
          aria-label={`Details of ${about}`}
          aria-expanded={open}
          aria-controls={props.body}
          onClick={props.onToggle}
        >
          <ChevronIcon />
        </UnstyledButton>
      </Group>
    </div>
  );
}
