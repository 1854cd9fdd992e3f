import { checksOf } from '../../shared/evaluation/check.ts';
import type { EvaluationContext } from '../../shared/model/context.ts';
import type { Segment } from '../../shared/model/segment.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { KnowngoodError } from '../errors.ts';

/** Who of a list is in a segment as it is being edited, condition by condition. @throws KnowngoodError INVALID for a condition that cannot be read */
export function testSegment(
  configuration: Configuration,
  request: { environment: string; segment: Segment; contexts: EvaluationContext[] },
) {
  const { segments } = configuration.snapshot(request.environment);
  const sources = { segments, now: () => configuration.now().getTime(), tests: new Map() };
  const rule = {
    id: 'test',
    name: 'test',
    match: { kind: 'conditions' as const, conditions: request.segment.conditions },
    serve: { kind: 'variant' as const, variant: 'test' },
  };
  const checks = inWords(() => checksOf(rule, sources));
  const rows = request.contexts.map((context) => {
    const traced = checks.map((check) => ({
      text: check.text,
      held: check.test(context),
      found: check.found(context),
    }));
    return {
      targetingKey: context.targetingKey ?? null,
      inside: traced.every((check) => check.held),
      checks: traced,
    };
  });
  return { rows, inside: rows.filter((row) => row.inside).length };
}

/** A condition that the engine cannot read is the author's to mend. */
function inWords<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new KnowngoodError('INVALID', `A condition cannot be used: ${what}`);
  }
}
