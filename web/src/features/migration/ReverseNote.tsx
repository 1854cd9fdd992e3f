import { Text } from '@mantine/core';
import { counted } from '../../ui/format.ts';
import { CheckIcon, WarningIcon } from '../../ui/icons.tsx';
import type { MigrationDetail } from './types.ts';

/** While the new index serves: whether a reverse would work at this moment, and which documents it would leave stale. */
export function ReverseNote({ migration: { reverse, state } }: { migration: MigrationDetail }) {
  if (reverse === null || state.stage !== 'serving-new') return null;
  const { possible, words, behind, behindCount } = reverse;
  const isSound = possible && behindCount === 0;
  return (
    <div role="status" style={{ marginTop: 10 }}>
      <Text
        component="div"
        size="sm"
        fw={600}
        c={isSound ? 'var(--kg-added)' : 'var(--kg-warning)'}
        style={{ display: 'flex', gap: 6, alignItems: 'center' }}
      >
        {isSound ? <CheckIcon size={15} /> : <WarningIcon size={15} />}
        {words}
      </Text>
      {behindCount > 0 && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {counted(behindCount, 'document')} would be stale: {behind.join(', ')}
          {behindCount > behind.length && ` and ${behindCount - behind.length} more`}
        </Text>
      )}
    </div>
  );
}
