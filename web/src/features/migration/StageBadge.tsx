import { Badge } from '@mantine/core';
import type { MigrationState } from './types.ts';
import { verdictWords } from './verdictAge.ts';
import { stageColors, stageWords } from './words.ts';

/** Where a migration stands, in a word or two; once it is judged and waits for people, how. */
export function StageBadge({ state, size }: { state: MigrationState; size: 'sm' | 'lg' }) {
  const { stage, gate, gateRunning } = state;
  const judged = stage === 'verifying' && gate !== null && !gateRunning ? verdictWords[gate.verdict] : null;
  return (
    <Badge
      size={size}
      radius="sm"
      tt="none"
      variant="light"
      color={judged?.color ?? stageColors[stage]}
      style={{ flex: 'none' }}
    >
      {judged?.words ?? stageWords[stage]}
    </Badge>
  );
}
