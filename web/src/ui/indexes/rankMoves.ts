/** How a document stands in one list of results against another list of the same query. */
export type Move =
  | { kind: 'same' }
  /** By so many places, up or down. */
  | { kind: 'up' | 'down'; by: number }
  /** Not in the other list. */
  | { kind: 'only' };

/** For each document of `list`, best first, how it moved against `other`. */
export function rankMoves(list: readonly string[], other: readonly string[]): Move[] {
  const before = new Map(other.map((document, index) => [document, index]));
  return list.map((document, index) => {
    const was = before.get(document);
    if (was === undefined) return { kind: 'only' };
    if (was === index) return { kind: 'same' };
    return was > index ? { kind: 'up', by: was - index } : { kind: 'down', by: index - was };
  });
}

/** "2 up", "1 down", "same place", and what being alone means on this side. */
export function moveWords(move: Move, only: string): string {
  if (move.kind === 'only') return only;
  return move.kind === 'same' ? 'same place' : `${move.by} ${move.kind}`;
}
