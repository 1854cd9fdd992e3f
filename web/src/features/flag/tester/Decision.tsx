import { Text } from '@mantine/core';
import type { Flag } from '../../../../../shared/model/flag.ts';
import type { Explanation } from '../../../trpc.ts';
import { valueWords } from '../../../ui/valueWords.ts';
import { variantColors } from '../../../ui/variantColors.ts';
import { reasonWords } from '../../../ui/words.ts';
import { bucketWords } from '../bucketWords.ts';
import classes from './Decision.module.css';
import { DecisionSteps } from './DecisionSteps.tsx';
import { PlaceInSplit } from './PlaceInSplit.tsx';

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
        <PlaceInSplit flag={flag} evaluation={evaluation} />
      </div>
      <DecisionSteps steps={steps} />
    </>
  );
}
