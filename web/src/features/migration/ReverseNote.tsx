import { Text } from '@mantine/core';
import { counted } from '../../ui/format.ts';
import { CheckIcon, WarningIcon } from '../../ui/icons.tsx';
import classes from './Migration.module.css';
import type { MigrationDetail } from './types.ts';

/** While the new index serves: whether a reverse would work at this moment, and which documents it would leave stale. */
export function ReverseNote({ migration: { reverse, state } }: { migration: MigrationDetail }) {
  if (reverse === null || state.stage !== 'serving-new') return null;
  const { possible, words, behind, behindCount } = reverse;
  const isSound = possible && behindCount === 0;
  return (
    <div role="status" className={classes.reverse} data-sound={isSound}>
      {isSound ? <CheckIcon size={16} /> : <WarningIcon size={16} />}
      <div>
        <Text size="sm" fw={600} c="inherit">
          {behindCount === 0
            ? `${words.replace(/\.+$/, '')}.`
            : 'A reverse works now, after the key is typed.'}
        </Text>
        {behindCount > 0 && (
          <Text size="sm" c="inherit" style={{ overflowWrap: 'anywhere' }}>
            {counted(behindCount, 'document')} would be stale: {behind.join(', ')}
            {behindCount > behind.length && ` and ${behindCount - behind.length} more`}. The old index goes on
            catching up.
          </Text>
        )}
      </div>
    </div>
  );
}
