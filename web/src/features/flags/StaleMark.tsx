import { Badge, Tooltip, UnstyledButton } from '@mantine/core';
import type { FlagSummary } from '../../trpc.ts';

/** Says that a flag could perhaps go; why, on hover, focus or touch. */
export function StaleMark({ flag }: { flag: FlagSummary }) {
  if (flag.stale.length === 0) return null;
  const why = flag.stale.join(' ');
  return (
    <Tooltip label={why}>
      <UnstyledButton aria-label={`Stale: ${why}`} style={{ flex: 'none', lineHeight: 1 }}>
        <Badge size="xs" radius="sm" tt="none" variant="light" color="amber">
          stale
        </Badge>
      </UnstyledButton>
    </Tooltip>
  );
}
