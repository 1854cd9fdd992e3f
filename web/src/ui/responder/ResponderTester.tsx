import { SimpleGrid, Stack, Text, Textarea } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import type { EvaluationContext } from '../../../../shared/model/context.ts';
import { explainResponse } from '../../../../shared/responder/explainResponse.ts';
import type { Responder } from '../../../../shared/responder/responder.ts';
import { CheckIcon, CrossIcon } from '../icons.tsx';
import classes from './Responder.module.css';
import { readTesterValues } from './testerValues.ts';

/** Asks the rules as they stand in the form, saved or not, with the code that answers calls. Nothing is sent. */
export function ResponderTester({ responder }: { responder: Responder }) {
  const [input, setInput] = useState('');
  const [variables, setVariables] = useState('');
  const [context, setContext] = useState('targetingKey = user-1');
  const asked = useDeferredValue({ responder, input, variables, context });
  const answer = useMemo(
    () =>
      explainResponse(asked.responder, {
        input: asked.input,
        variables: readTesterValues(asked.variables),
        context: readTesterValues(asked.context) as EvaluationContext,
        now: Date.now(),
      }),
    [asked],
  );
  const last = answer.steps.at(-1);
  return (
    <section className={classes.tester} aria-label="Try the rules">
      <Text fw={600} size="sm" mb={4}>
        Try it
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Stack gap="xs">
          <Textarea
            label="Input"
            placeholder="What a user would write"
            autosize
            minRows={2}
            maxRows={8}
            value={input}
            onChange={(event) => setInput(event.currentTarget.value)}
          />
          <Textarea
            label="Other variables"
            description="One a line: amount = 12"
            autosize
            maxRows={6}
            spellCheck={false}
            value={variables}
            onChange={(event) => setVariables(event.currentTarget.value)}
          />
          <Textarea
            label="Who asks"
            description="One a line: tier = pro"
            autosize
            maxRows={6}
            spellCheck={false}
            value={context}
            onChange={(event) => setContext(event.currentTarget.value)}
          />
        </Stack>
        <div>
          <Text size="sm" fw={600} mb={4}>
            {answer.rule === null ? 'The default answers' : `${last?.name || answer.rule} answers`}
          </Text>
          <output className={classes.answer} aria-label="Answer of the rules">
            {answer.text}
          </output>
          <ul className={classes.steps} aria-label="What each rule found">
            {answer.steps.map((step) => (
              <li key={step.rule}>
                <span className={classes.mark} data-held={step.matched || undefined}>
                  {step.matched ? <CheckIcon size={12} /> : <CrossIcon size={12} />}
                </span>
                <div>
                  {step.name || step.rule} {step.matched ? 'holds' : 'does not hold'}
                  {step.problem !== null && <div className={classes.problem}>{step.problem}</div>}
                  {step.checks.map((check, index) => (
                    // Checks have no identity but their place.
                    // biome-ignore lint/suspicious/noArrayIndexKey: see above
                    <div key={index} className={classes.check}>
                      {check.held ? 'yes' : 'no'}: {check.text} (it is {check.found})
                    </div>
                  ))}
                </div>
              </li>
            ))}
          </ul>
        </div>
      </SimpleGrid>
    </section>
  );
}
