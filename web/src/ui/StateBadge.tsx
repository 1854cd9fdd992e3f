import { Badge } from '@mantine/core';
import type { OverrideMode } from '../../../shared/model/override.ts';

export type FlagState = 'on' | 'off' | 'killed' | 'known-good';

/** What a flag does now: an override beats on and off. */
export function flagState(flag: { on: boolean; override: { mode: OverrideMode } | null }): FlagState {
  if (flag.override) return flag.override.mode === 'kill' ? 'killed' : 'known-good';
  return flag.on ? 'on' : 'off';
}

export const stateWords: Record<FlagState, string> = {
  on: 'On',
  off: 'Off',
  killed: 'Killed',
  'known-good': 'On known good',
};
const colors: Record<FlagState, string> = { on: 'pine', off: 'gray', killed: 'red', 'known-good': 'amber' };

export function StateBadge({ state, size = 'sm' }: { state: FlagState; size?: 'sm' | 'lg' }) {
  return (
    <Badge
      color={colors[state]}
      variant={state === 'killed' ? 'filled' : 'light'}
      size={size}
      radius="sm"
      tt="none"
      style={{ flex: 'none' }}
    >
      {stateWords[state]}
    </Badge>
  );
}
