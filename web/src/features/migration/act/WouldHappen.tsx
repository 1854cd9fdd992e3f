import { Text } from '@mantine/core';
import { counted } from '../../../ui/format.ts';
import classes from '../Migration.module.css';
import type { DryRun } from '../types.ts';
import { CheckList } from './CheckList.tsx';
import type { readDryRun } from './readDryRun.ts';

interface WouldHappenProps {
  run: DryRun;
  read: ReturnType<typeof readDryRun>;
  /** The act, as its button says it. */
  name: string;
}

/** A dry run for people: what would happen, of whom it is felt, and what was looked at. */
export function WouldHappen({ run, read, name }: WouldHappenProps) {
  const { checks, refused, allowed } = read;
  return (
    <div aria-live="polite">
      {allowed ? (
        <>
          <Text size="sm" fw={600} mb={4}>
            What will happen
          </Text>
          <ul className={classes.sentences} aria-label="What will happen">
            {[...run.would, ...run.warnings].map((sentence) => (
              <li key={sentence}>{withoutIds(sentence).replace(/\.+$/, '')}.</li>
            ))}
            {run.would.length === 0 && run.warnings.length === 0 && <li>Nothing but this step itself.</li>}
          </ul>
        </>
      ) : (
        <Text size="sm" fw={600} mb={4} c="var(--kg-danger)">
          “{name}” would be refused now: {counted(refused.length, 'check')} did not pass
        </Text>
      )}
      {checks.length > 0 && (
        <details className={classes.details} open={!allowed}>
          <summary>
            {allowed
              ? checks.length === 1
                ? 'The one check passed'
                : `All ${checks.length} checks passed`
              : counted(checks.length, 'check')}
            , tried just now without changing anything
          </summary>
          <CheckList label="Checks" checks={checks} />
        </details>
      )}
    </div>
  );
}

/** "the new index (iv_…)" is the new index: the page shows which that is. */
const withoutIds = (sentence: string): string => sentence.replace(/ \(iv_[0-9a-f]{20}\)/g, '');
