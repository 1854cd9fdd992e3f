import { ActionIcon, Group } from '@mantine/core';
import { useLayoutEffect, useRef } from 'react';
import { DownIcon, UpIcon } from '../icons.tsx';

interface MoversProps {
  about: string;
  index: number;
  count: number;
  onMove: (by: -1 | 1) => void;
}

/** Buttons that keep the focus while the rule moves under them. */
export function Movers({ about, index, count, onMove }: MoversProps) {
  const moved = useRef<HTMLButtonElement | null>(null);
  // Moving an element in the page takes the focus from what is in it.
  useLayoutEffect(() => {
    moved.current?.focus();
    moved.current = null;
  });
  const mover = (by: 1 | -1) => {
    const possible = by < 0 ? index > 0 : index < count - 1;
    return (
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move ${by < 0 ? 'up' : 'down'}: ${about}`}
        aria-disabled={!possible}
        {...(possible ? {} : { 'data-disabled': true })}
        onClick={(event) => {
          if (!possible) return;
          moved.current = event.currentTarget;
          onMove(by);
        }}
      >
        {by < 0 ? <UpIcon /> : <DownIcon />}
      </ActionIcon>
    );
  };
  return (
    <Group gap={2} wrap="nowrap">
      {mover(-1)}
      {mover(1)}
    </Group>
  );
}
