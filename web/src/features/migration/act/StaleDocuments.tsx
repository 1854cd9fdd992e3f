import { Alert, Text } from '@mantine/core';
import { counted } from '../../../ui/format.ts';
import { WarningIcon } from '../../../ui/icons.tsx';
import type { MigrationDetail } from '../types.ts';

/** What the old index does not have yet, before somebody reverses all the same. */
export function StaleDocuments({ reverse }: { reverse: MigrationDetail['reverse'] }) {
  if (reverse === null || reverse.behindCount === 0) return null;
  const { behind, behindCount } = reverse;
  return (
    <Alert
      color="amber"
      variant="light"
      icon={<WarningIcon />}
      title={`${counted(behindCount, 'document')} would be stale until the old index has caught up`}
    >
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {behind.join(', ')}
        {behindCount > behind.length && ` and ${behindCount - behind.length} more`}
      </Text>
    </Alert>
  );
}
