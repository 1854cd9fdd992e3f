import { Badge } from '@mantine/core';

const look = { size: 'sm', radius: 'sm', tt: 'none', variant: 'light', style: { flex: 'none' } } as const;

export const SimulatorBadge = () => (
  <Badge {...look} color="amber" title="Answered by the built-in simulator, not by a language model">
    Simulator
  </Badge>
);

export const UnavailableBadge = ({ provider }: { provider: string }) => (
  <Badge
    {...look}
    color="red"
    title={`No provider “${provider}” is set up on this server: calls would fall back`}
  >
    No provider
  </Badge>
);

export const RetiredBadge = () => (
  <Badge {...look} color="gray" title="Not offered for new variants; it still answers where it is named">
    Retired
  </Badge>
);
