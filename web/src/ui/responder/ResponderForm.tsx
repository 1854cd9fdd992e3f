import { Button, Stack, Text, Textarea } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { checkResponder } from '../../../../shared/responder/checkResponder.ts';
import { mostRules, type Responder } from '../../../../shared/responder/responder.ts';
import { type Issue, IssuesContext } from '../form/issues.ts';
import { PlusIcon } from '../icons.tsx';
import { movedRule, newRule } from './newRule.ts';
import classes from './Responder.module.css';
import { ResponderTester } from './ResponderTester.tsx';
import { RuleCard } from './RuleCard.tsx';

const none: readonly Issue[] = [];

export interface ResponderEditorProps {
  value: Responder;
  onChange: (value: Responder) => void;
  /** Shows the rules, and lets them be tested, without letting them be changed. */
  readOnly?: boolean;
  /** What the schema or the server has to say, by path inside the responder: "rules.0.answer". */
  issues?: readonly Issue[];
}

export default function ResponderForm({
  value,
  onChange,
  readOnly = false,
  issues = none,
}: ResponderEditorProps) {
  const { rules, defaultAnswer } = value;
  const [said, setSaid] = useState('');
  const add = useRef<HTMLButtonElement>(null);
  const all = useMemo(() => withChecks(issues, checkResponder(value)), [issues, value]);
  const shadowed = rules.findIndex((rule) => isAlways(rule.when));
  const set = (next: typeof rules) => onChange({ ...value, rules: next });
  const move = (index: number, by: -1 | 1) => {
    set(movedRule(rules, index, by));
    setSaid(`${rules[index]?.name} is now number ${index + by + 1} of ${rules.length}`);
  };
  return (
    <IssuesContext value={all}>
      <Stack gap="md">
        <fieldset disabled={readOnly} className={classes.plain}>
          <legend className="visually-hidden">Answering rules</legend>
          <Text size="sm" c="dimmed" mb="xs">
            The first rule that holds answers; where none does, the default does. In an answer,{' '}
            {'{{ input }}'}, {'{{ match.1 }}'} and {'{{ context.region }}'} stand for values, which are put in
            as they are.
          </Text>
          <ol className={classes.rules} aria-label="Rules in order">
            {rules.map((rule, index) => (
              <RuleCard
                key={rule.id}
                rule={rule}
                index={index}
                count={rules.length}
                neverReached={shadowed >= 0 && index > shadowed}
                onChange={(next) => set(rules.with(index, next))}
                onMove={(by) => move(index, by)}
                onRemove={() => {
                  set(rules.toSpliced(index, 1));
                  add.current?.focus();
                }}
              />
            ))}
          </ol>
          {rules.length === 0 && (
            <Text size="sm" mb="xs">
              No rules yet: everybody gets the default answer.
            </Text>
          )}
          <Button
            ref={add}
            size="xs"
            variant="default"
            leftSection={<PlusIcon size={14} />}
            disabled={rules.length >= mostRules}
            onClick={() => set([...rules, newRule(rules)])}
          >
            Add answering rule
          </Button>
          <Textarea
            mt="md"
            label="Default answer"
            description="When no rule holds"
            autosize
            minRows={2}
            maxRows={10}
            readOnly={readOnly}
            error={all.find(({ path }) => path === 'defaultAnswer')?.message}
            value={defaultAnswer}
            onChange={(event) => onChange({ ...value, defaultAnswer: event.currentTarget.value })}
          />
        </fieldset>
        <div className="visually-hidden" aria-live="polite">
          {said}
        </div>
        <ResponderTester responder={value} />
      </Stack>
    </IssuesContext>
  );
}

type When = ResponderEditorProps['value']['rules'][number]['when'];

const isAlways = (when: When): boolean =>
  when === undefined || when.patterns.length + when.variables.length + when.context.length === 0;

/** The engine's own words beside those of the form; a field that the form complains of already keeps the form's. */
function withChecks(issues: readonly Issue[], checks: readonly Issue[]): readonly Issue[] {
  const said = new Set(issues.map(({ path }) => path));
  return [...issues, ...checks.filter(({ path }) => !said.has(path))];
}
