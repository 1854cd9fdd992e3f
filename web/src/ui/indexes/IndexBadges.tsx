import { Badge } from '@mantine/core';

const look = { size: 'sm', radius: 'sm', tt: 'none', variant: 'light', style: { flex: 'none' } } as const;

export const LexicalBadge = () => (
  <Badge {...look} color="amber" title="It finds texts that use the same words, and knows no meaning">
    Lexical
  </Badge>
);

export const ServesBadge = () => (
  <Badge {...look} color="pine" title="It answers the queries">
    Serves
  </Badge>
);

export const MovingBadge = ({ state }: { state: string }) => (
  <Badge {...look} color="amber" title={`On its way to another index version: ${state.replaceAll('-', ' ')}`}>
    Moving
  </Badge>
);
