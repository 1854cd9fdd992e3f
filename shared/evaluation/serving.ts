import type { Flag, Serve } from '../model/flag.ts';
import { reader } from './attribute.ts';
import { bucketsOf } from './bucket.ts';
import type { Evaluation } from './evaluation.ts';
import type { Reason } from './reason.ts';
import { finder } from './split.ts';
import { fixed, type Served, type Values } from './step.ts';

interface Given {
  reason: Reason;
  ruleId: string | null;
  segment: string | null;
}

/** Serves a variant or a split; a split decides nothing for a context that has no value to bucket by. */
export type Serving = (serve: Serve, given: Given) => Served;

/** How one flag serves: rules and fallthrough share its salt, so one person has one bucket in all of them. */
export function servingOf(flag: Flag, values: Values): Serving {
  const read = reader(flag.bucketBy);
  const bucketOf = bucketsOf(flag.salt);
  return (serve, given) => {
    if (serve.kind === 'variant') return fixed(values, serve.variant, given.reason, given);
    const { ruleId, segment } = given;
    const find = finder(
      serve.split.ranges.map((range) => ({
        end: range.end,
        item: { variant: range.variant, value: values.get(range.variant) ?? null },
      })),
    );
    return (context) => {
      const value = read(context);
      const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
      if (text === '') return null;
      const bucket = bucketOf(text);
      const served = find(bucket);
      return {
        value: served.value,
        variant: served.variant,
        reason: 'SPLIT',
        ruleId,
        segment,
        bucket,
        prerequisite: null,
        override: null,
        errorCode: null,
      } satisfies Evaluation;
    };
  };
}
