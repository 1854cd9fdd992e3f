import {
  type Asked,
  askedOf,
  type CompiledRule,
  compileResponder,
  type ResponderRequest,
} from './compileResponder.ts';
import type { Responder } from './responder.ts';
import { fillTemplate, type TemplatePart } from './template.ts';

/** An answer is cut here, as every answer of a call is. Characters. */
export const mostAnswered = 50_000;

export interface Response {
  text: string;
  /** The rule that answered; null for the default. */
  rule: string | null;
}

/**
 * Answers by rules: the first that holds, else the default. Never throws; a rule that cannot be used never holds.
 * What a value says is put in its place as it is and is never read as a template.
 */
export function respond(responder: Responder, request: ResponderRequest): Response {
  const { rules, defaultAnswer } = compileResponder(responder);
  const asked = askedOf(request);
  const held = rules.find((rule) => holds(rule, asked));
  return held
    ? { text: fill(held.answer, asked, held), rule: held.rule.id }
    : { text: fill(defaultAnswer, asked, null), rule: null };
}

export const holds = ({ broken, checks }: CompiledRule, asked: Asked): boolean =>
  broken === null && checks.every((check) => check.test(asked));

/** Fills an answer for the rule that holds, or the default for none. */
export function fill(parts: readonly TemplatePart[], asked: Asked, held: CompiledRule | null): string {
  const groups = held && parts.some((part) => part.kind === 'match') ? held.groups(asked) : [];
  return fillTemplate(
    parts,
    (part) => {
      switch (part.kind) {
        case 'variable':
          return asked.variables[part.name];
        case 'context':
          return Object.hasOwn(asked.context, part.name) ? asked.context[part.name] : undefined;
        case 'match':
          return groups[
            typeof part.group === 'number' ? part.group : (held?.groupNames.get(part.group) ?? -1)
          ];
      }
    },
    mostAnswered,
  );
}
