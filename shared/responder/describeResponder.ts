import { describeCondition } from '../evaluation/describeCondition.ts';
import type { Responder, ResponderRule } from './responder.ts';

/** A responder in words, rule by rule: "Refunds: if input matches the pattern refund, “…”". The default comes last. */
export const describeResponder = ({ rules, defaultAnswer }: Responder): string[] => [
  ...rules.map((rule) => `${rule.name}: ${whenWords(rule)}, ${quoted(rule.answer)}`),
  `otherwise ${quoted(defaultAnswer)}`,
];

function whenWords({ when }: ResponderRule): string {
  const parts = [
    ...(when?.patterns ?? []).map(
      ({ variable, pattern, ignoreCase }) =>
        `${variable} matches the pattern ${pattern}${ignoreCase ? '' : ' with these capitals'}`,
    ),
    ...(when?.variables ?? []).map(describeCondition),
    ...(when?.context ?? []).map(describeCondition),
  ];
  return parts.length === 0 ? 'always' : `if ${parts.join(' and ')}`;
}

const quoted = (text: string): string => `“${text.slice(0, 160)}${text.length > 160 ? '…' : ''}”`;
