import { Badge } from '@mantine/core';
import { type Move, moveWords } from './rankMoves.ts';

const colors = { same: 'gray', up: 'pine', down: 'amber' } as const;

interface MoveMarkProps {
  move: Move;
  /** What it means that the other list does not have it. */
  only: string;
  onlyColor: 'pine' | 'gray';
}

/** How far a result moved between two indexes. */
export const MoveMark = ({ move, only, onlyColor }: MoveMarkProps) => (
  <Badge
    size="sm"
    radius="sm"
    tt="none"
    variant="light"
    color={move.kind === 'only' ? onlyColor : colors[move.kind]}
    style={{ flex: 'none' }}
  >
    {move.kind === 'up' ? '↑ ' : move.kind === 'down' ? '↓ ' : ''}
    {moveWords(move, only)}
  </Badge>
);
