import { Text } from '@mantine/core';
import type { Flag } from '../../../../../shared/model/flag.ts';
import type { Explanation } from '../../../trpc.ts';
import { CheckIcon, CrossIcon } from '../../../ui/icons.tsx';
import { valueWords } from '../../../ui/valueWords.ts';
import { variantColors } from '../../../ui/variantColors.ts';
import { reasonWords } from '../../../ui/words.ts';
import { bucketWords } from '../bucketWords.ts';
import classes from './Decision.module.css';

/** The variant in words, then every step that was looked at. */
export function Decision({ flag, explanation }: { flag: Flag; explanation: Explanation }) {
  const { evaluation, variantName, unitLabel, steps } = explanation;
  const color = variantColors(flag.variants, flag.knownGood).get(evaluation.variant);
  return (
    <>
      <div className={classes.verdict} style={{ borderLeftColor: color }}>
        <Text fw={650} size="lg" lh={1.3}>
          {variantName}
        </Text>
        <Text size="sm" c="dimmed">
          {unitLabel ??
            (flag.kind === 'value' ? valueWords(evaluation.value) : 'fixed text, no model is called')}
        </Text>
        <Text size="sm" mt={4}>
          {evaluation.prerequisite === null
            ? reasonWords(evaluation, flag)
            : `${evaluation.prerequisite}, which this flag needs, serves something else`}
          {evaluation.bucket === null ? '' : `, ${bucketWords(evaluation.bucket)}`}
        </Text>
      </div>
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
    </>
  );
}
