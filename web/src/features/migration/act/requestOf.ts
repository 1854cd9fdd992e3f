import type { Move } from '../nextStep.ts';
import type { ActRequest } from '../types.ts';

/** The acts that need nothing but a reason and, some of them, the collection's key. */
export type DialogAct = Exclude<Move, 'golden' | 'canary'>;

interface Given {
  /** The collection's epoch that the person decided on. */
  epoch: number;
  confirmation: string | null;
  waived: readonly string[];
}

/** What the server is asked for. */
export function requestOf(act: DialogAct, { epoch, confirmation, waived }: Given): ActRequest {
  switch (act) {
    case 'cutover':
      return { kind: 'cutover', epochSeen: epoch, confirmation: confirmation ?? '', waived: [...waived] };
    case 'reverse':
      return { kind: 'reverse', epochSeen: epoch, confirmation };
    case 'retire':
      return { kind: 'retire', epochSeen: epoch, confirmation: confirmation ?? '' };
    default:
      return { kind: act };
  }
}
