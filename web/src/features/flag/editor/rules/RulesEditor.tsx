import { Button, Text } from '@mantine/core';
import { useRef } from 'react';
import type { Rule } from '../../../../../../shared/model/flag.ts';
import { PlusIcon } from '../../../../ui/icons.tsx';
import { Panel } from '../../../../ui/Panel.tsx';
import { useEditor } from '../EditorContext.ts';
import { copyOf, newRule } from './newRule.ts';
import { RuleItem } from './RuleItem.tsx';
import classes from './Rules.module.css';
import { useReorder } from './useReorder.ts';

/** The rules in the order in which they are asked. */
export function RulesEditor() {
  const { draft, change } = useEditor();
  const { rules } = draft;
  const add = useRef<HTMLButtonElement>(null);
  const set = (next: Rule[]) => change({ rules: next });
  const order = useReorder(rules, set);
  return (
    <Panel
      title="Rules"
      note="The first rule that matches decides. Drag a rule to change the order, or use its arrows."
    >
      <ol className={classes.list} aria-label="Rules in order">
        {rules.map((rule, index) => (
          <RuleItem
            key={rule.id}
            rule={rule}
            index={index}
            dragged={order.dragged === rule.id}
            itemRef={order.itemRef(rule.id)}
            onDrag={order.startDrag(rule.id)}
            onMove={(by, button) => order.moveBy(index, by, button)}
            onChange={(next) => set(rules.with(index, next))}
            onDuplicate={() => set(rules.toSpliced(index + 1, 0, copyOf(rule, rules)))}
            onRemove={() => {
              set(rules.toSpliced(index, 1));
              add.current?.focus();
            }}
          />
        ))}
      </ol>
      {rules.length === 0 && (
        <Text size="sm" c="dimmed">
          None: everyone who is not named individually is decided by “Everyone else”.
        </Text>
      )}
      <div className="visually-hidden" aria-live="polite">
        {order.said}
      </div>
      <Button
        ref={add}
        mt="sm"
        size="xs"
        variant="default"
        leftSection={<PlusIcon size={14} />}
        onClick={() => set([...rules, newRule(draft)])}
      >
        Add rule
      </Button>
    </Panel>
  );
}
