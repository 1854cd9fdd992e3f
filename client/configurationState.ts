import { compile, type Evaluator } from '../shared/evaluation/compile.ts';
import { ClientError } from './clientError.ts';
import { type ClientRulebook, changedFlags, readRulebook } from './rulebook.ts';

/** What decides at one moment. */
export interface Deciding {
  rulebook: ClientRulebook;
  evaluator: Evaluator;
}

export interface Taken {
  deciding: Deciding;
  changed: string[];
  /** Flags that this version of the client cannot read. */
  unread: string[];
}

/**
 * The next configuration, made ready before it takes over, so that there is never half of one.
 * @throws ClientError `invalid` when it cannot be read or compiled.
 */
export function takeRulebook(json: unknown, before: Deciding | null): Taken {
  const { rulebook, unread } = readRulebook(json, before?.rulebook ?? null);
  const changed = changedFlags(before?.rulebook ?? null, rulebook);
  try {
    const evaluator = before ? before.evaluator.recompile(rulebook) : compile(rulebook, Date.now);
    return { deciding: { rulebook, evaluator }, changed, unread };
  } catch (error) {
    throw new ClientError(
      'invalid',
      `Revision ${rulebook.revision} cannot be compiled: ${String(error)}`,
      error,
    );
  }
}
