import { ActionIcon, Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { ResponderRule, ResponderWhen } from '../../../../shared/responder/responder.ts';
import { blankCondition } from '../conditions/blank.ts';
import { useIssue } from '../form/issues.ts';
import { PlusIcon, TrashIcon } from '../icons.tsx';
import { ConditionGroup } from './ConditionGroup.tsx';
import { Movers } from './Movers.tsx';
import { PatternRow } from './PatternRow.tsx';
import classes from './Responder.module.css';

interface RuleCardProps {
  rule: ResponderRule;
  index: number;
  count: number;
  /** A rule above it always holds. */
  neverReached: boolean;
  onChange: (rule: ResponderRule) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

const nothing: ResponderWhen = { patterns: [], variables: [], context: [] };
const commonAttributes = ['targetingKey', 'orgId', 'tier', 'region', 'beta', 'accountAgeDays'];

/** One rule: when it holds, and what it answers then. */
export function RuleCard({ rule, index, count, neverReached, onChange, onMove, onRemove }: RuleCardProps) {
  const path = `rules.${index}`;
  const when = rule.when ?? nothing;
  const errors = { name: useIssue(`${path}.name`), answer: useIssue(`${path}.answer`) };
  const setWhen = (change: Partial<ResponderWhen>) => onChange({ ...rule, when: { ...when, ...change } });
  const always = when.patterns.length + when.variables.length + when.context.length === 0;
  const about = rule.name === '' ? `rule ${index + 1}` : rule.name;
  return (
    <li className={classes.rule}>
      <div className={classes.head}>
        <span className={classes.number}>{index + 1}</span>
        <TextInput
          aria-label={`Name of answering rule ${index + 1}`}
          placeholder="What the rule is for"
          error={errors.name}
          value={rule.name}
          onChange={(event) => onChange({ ...rule, name: event.currentTarget.value })}
          style={{ flex: 1 }}
        />
        <Movers about={about} index={index} count={count} onMove={onMove} />
        <ActionIcon variant="subtle" color="gray" aria-label={`Remove: ${about}`} onClick={onRemove}>
          <TrashIcon />
        </ActionIcon>
      </div>
      <Stack gap="sm">
        {neverReached && (
          <Text size="sm" c="var(--kg-warning)">
            It is never reached: a rule above it always holds.
          </Text>
        )}
        {always && <Text size="sm">It always holds. Add a pattern or a condition to narrow it down.</Text>}
        {when.patterns.map((pattern, place) => (
          <PatternRow
            // Patterns have no identity but their place.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={place}
            path={`${path}.when.patterns.${place}`}
            number={place + 1}
            pattern={pattern}
            onChange={(next) => setWhen({ patterns: when.patterns.with(place, next) })}
            onRemove={() => setWhen({ patterns: when.patterns.toSpliced(place, 1) })}
          />
        ))}
        <ConditionGroup
          title="Of the call’s variables"
          path={`${path}.when.variables`}
          conditions={when.variables}
          attributes={['input']}
          onChange={(variables) => setWhen({ variables })}
        />
        <ConditionGroup
          title="Of whoever asks"
          path={`${path}.when.context`}
          conditions={when.context}
          attributes={commonAttributes}
          onChange={(context) => setWhen({ context })}
        />
        <Group gap="xs">
          <Adder
            label="Pattern"
            disabled={when.patterns.length >= 5}
            onAdd={() =>
              setWhen({ patterns: [...when.patterns, { variable: 'input', pattern: '', ignoreCase: true }] })
            }
          />
          {when.variables.length === 0 && (
            <Adder label="Condition on a variable" onAdd={() => setWhen({ variables: [blankCondition()] })} />
          )}
          {when.context.length === 0 && (
            <Adder label="Condition on who asks" onAdd={() => setWhen({ context: [blankCondition()] })} />
          )}
        </Group>
        <Textarea
          label="Answer"
          autosize
          minRows={2}
          maxRows={10}
          error={errors.answer}
          value={rule.answer}
          onChange={(event) => onChange({ ...rule, answer: event.currentTarget.value })}
        />
      </Stack>
    </li>
  );
}

function Adder({ label, disabled = false, onAdd }: { label: string; disabled?: boolean; onAdd: () => void }) {
  return (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<PlusIcon size={12} />}
      disabled={disabled}
      onClick={onAdd}
    >
      {label}
    </Button>
  );
}
