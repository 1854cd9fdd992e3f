import { foundWords } from '../evaluation/attribute.ts';
import { askedOf, compileResponder, type ResponderRequest } from './compileResponder.ts';
import { fill, holds, type Response } from './respond.ts';
import type { Responder } from './responder.ts';

export interface ResponderStep {
  rule: string;
  name: string;
  matched: boolean;
  /** Each comparison in words, with what was found. Empty for a rule that always holds. */
  checks: { text: string; found: string; held: boolean }[];
  /** Why the rule cannot be used. */
  problem: string | null;
}

/** The same answer as `respond` gives, with each rule that was looked at and why it did or did not hold. */
export function explainResponse(
  responder: Responder,
  request: ResponderRequest,
): Response & { steps: ResponderStep[] } {
  const { rules, defaultAnswer } = compileResponder(responder);
  const asked = askedOf(request);
  const steps: ResponderStep[] = [];
  for (const one of rules) {
    const matched = holds(one, asked);
    steps.push({
      rule: one.rule.id,
      name: one.rule.name,
      matched,
      checks: one.checks.map((check) => ({
        text: check.text,
        found: foundWords(check.found(asked)),
        held: check.test(asked),
      })),
      problem: one.broken?.message ?? null,
    });
    if (matched) return { text: fill(one.answer, asked, one), rule: one.rule.id, steps };
  }
  return { text: fill(defaultAnswer, asked, null), rule: null, steps };
}
