import { Stack } from '@mantine/core';
import type { Throttle } from '../../../../../shared/migration/migration.ts';
import { counted } from '../../../ui/format.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { ReasonInput } from '../../../ui/ReasonInput.tsx';
import classes from '../Migration.module.css';
import type { Collection, Estimate, GoldenSetEntry } from '../types.ts';
import type { ComparedFact } from './compareVersions.ts';
import { planWords } from './planWords.ts';
import { VersionTable } from './VersionTable.tsx';

interface ReviewStepProps {
  collection: Collection;
  label: string;
  facts: readonly ComparedFact[];
  throttle: Throttle;
  estimate: Estimate | undefined;
  golden: GoldenSetEntry | undefined;
  reason: string;
  onReason: (reason: string) => void;
}

/** The whole plan in words, before it is kept. Keeping it starts nothing. */
export default function ReviewStep({ facts, reason, onReason, ...plan }: ReviewStepProps) {
  return (
    <Stack gap="md">
      <Panel title="The plan in words">
        <ol className={classes.sentences} aria-label="The plan in words">
          {planWords(plan).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
      </Panel>
      <Panel
        title="What changes"
        note={`${counted(facts.filter(({ changed }) => changed).length, 'difference')} to the index that serves now.`}
      >
        <VersionTable facts={facts} />
      </Panel>
      <Panel title="Why">
        <ReasonInput value={reason} onChange={onReason} required withAsterisk={false} />
      </Panel>
    </Stack>
  );
}
