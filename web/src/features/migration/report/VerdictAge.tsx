import { Text } from '@mantine/core';
import { useNow } from '../../../ui/useNow.ts';
import { When } from '../../../ui/When.tsx';
import type { MigrationState } from '../types.ts';
import { verdictAge } from '../verdictAge.ts';

const doneWith = ['serving-new', 'retiring', 'retired', 'cancelled'];

/** How old the verdict is and until when it holds, who approved it, and whether another is being made. */
export function VerdictAge({ state: { gate, gateRunning, stage } }: { state: MigrationState }) {
  const now = useNow();
  if (gate === null)
    return (
      <Text size="sm" c="dimmed" role="status">
        {gateRunning
          ? 'Another verdict is being made; this is the one before.'
          : 'This verdict holds no longer: the new index has been worked on since.'}
      </Text>
    );
  const age = verdictAge(gate, now);
  if (gate.verdict === 'fail' || gate.verdict === 'inconclusive')
    return (
      <Text size="sm" c="dimmed" role="status">
        Given <When at={age.at} />. It does not let the new index through.
        {gateRunning && ' Another one is being made.'}
      </Text>
    );
  // Once queries go to the new index, nothing waits for the verdict any more.
  if (doneWith.includes(stage))
    return (
      <Text size="sm" c="dimmed" role="status">
        Given <When at={age.at} />.{gate.approvedBy !== null && ' A second person approved it.'}
      </Text>
    );
  const isStale = age.isOld || stage === 'stale';
  return (
    <Text size="sm" c={isStale ? 'var(--kg-warning)' : 'dimmed'} role="status">
      Given <When at={age.at} />
      {isStale ? '; it holds no longer' : '; it holds until '}
      {!isStale && <When at={age.until} style="moment" />}
      {!isStale && ', or until the golden queries change'}.
      {gate.approvedBy !== null && ' A second person approved it.'}
      {gateRunning && ' Another one is being made.'}
    </Text>
  );
}
