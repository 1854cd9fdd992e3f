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

export const MovingBadge = ({ state }: { state: string }) => {
  const [words, hint] = movingWords(state);
  return (
    <Badge {...look} color={state === 'draft' ? 'gray' : 'amber'} title={hint}>
      {words}
    </Badge>
  );
};

/** A plan moves nothing yet, and what is ready is not done. */
export function movingWords(state: string): [words: string, hint: string] {
  if (state === 'draft')
    return ['Move planned', 'A move to another index version is planned; nothing has begun'];
  if (state === 'ready') return ['Ready to cut over', 'The new index version passed and does not serve yet'];
  if (state === 'serving-new') return ['Cut over', 'The new index version serves; it can still be reversed'];
  if (state === 'serving-old') return ['Reversed', 'The old index version serves again'];
  return ['Moving', 'On its way to another index version'];
}
