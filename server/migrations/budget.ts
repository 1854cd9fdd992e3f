import type { Throttle } from '../../shared/migration/migration.ts';
import type { Tokens } from '../../shared/model/call.ts';
import type { MigrationBody } from './held.ts';

type Spent = MigrationBody['spent'];

/** Sums of dollars are a little off, which shall not cost a document. */
const rounding = 1e-6;

/** Keeps count of what a backfill's embeddings cost, and says how many more documents the budget has room for. */
export interface Budget {
  /** In all, earlier runs included. */
  spent(): Spent;
  note(tokens: Tokens): void;
  /** So many documents are done. */
  did(documents: number): void;
  /** How many documents may be begun while so many are under way; infinite without a limit. */
  room(underWay: number): number;
}

/**
 * What a document costs is taken from those that were done, and never are more of them under way than that: so the budget is
 * exceeded by no more than documents differ from each other.
 * @param of.costOf US dollars; null where the price is not known.
 */
export function keepBudget(of: {
  spent: Spent;
  costOf(tokens: Tokens): number | null;
  throttle(): Throttle;
}): Budget {
  const sum = { ...of.spent };
  return {
    spent: () => ({ ...sum }),
    note(tokens) {
      const cost = of.costOf(tokens);
      sum.tokens += tokens.input;
      sum.usd = cost === null || sum.usd === null ? null : sum.usd + cost;
    },
    did(count) {
      sum.documents += count;
    },
    room(underWay) {
      const { budgetUsd } = of.throttle();
      if (budgetUsd === null) return Number.POSITIVE_INFINITY;
      // A price that is not known any more: nothing may be spent.
      if (sum.usd === null || sum.usd >= budgetUsd) return 0;
      const { documents } = sum;
      if (documents === 0) return 1 - underWay;
      const each = sum.usd / documents;
      if (each === 0) return Number.POSITIVE_INFINITY;
      return Math.min(documents, Math.floor((budgetUsd - sum.usd) / each + rounding)) - underWay;
    },
  };
}

/** What a backfill that has used up its budget says. */
export function spentInWords({ tokens, usd }: Spent, budgetUsd: number | null): string {
  if (usd === null)
    return 'The price of the embedder is not known any more, so the budget cannot be kept: name it in the providers file, or take the budget away, then resume';
  return `The budget of ${budgetUsd} US dollars is used up: ${usd.toFixed(4)} are spent on ${tokens} tokens, and the next document would cost more than is left. Raise the budget in the throttle, then resume`;
}
