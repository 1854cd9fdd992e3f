import { Text } from '@mantine/core';
import type { Explanation } from '../../../trpc.ts';
import { CheckIcon, CrossIcon } from '../../../ui/icons.tsx';
import classes from './Decision.module.css';

/** Every step that was looked at, in order, with what held and what did not. */
export function DecisionSteps({ steps }: { steps: Explanation['steps'] }) {
  return (
    <ol className={classes.steps} aria-label="Steps of the decision">
      {steps.map((step, index) => (
        // Steps have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={index} className={classes.step} data-decided={step.decided || undefined}>
          <Text size="sm" fw={600}>
            {step.label}
            {step.decided && <span className={classes.decided}> decided</span>}
          </Text>
          <Text size="sm" c="dimmed">
            {step.detail}
          </Text>
          {step.checks.length > 0 && (
            <ul className={classes.checks}>
              {step.checks.map((check) => (
                <li key={check.text} data-held={check.held || undefined}>
                  {check.held ? <CheckIcon size={13} /> : <CrossIcon size={13} />}
                  <span>
                    {check.text} <span className="visually-hidden">{check.held ? 'held' : 'not held'}</span>
                    {!check.held && <span className={classes.found}> ({check.found})</span>}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}
