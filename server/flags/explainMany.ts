import type { EvaluationContext } from '../../shared/model/context.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { findFlag } from './findFlag.ts';

/** Who gets what, for a list of people, and how many get each variant. */
export function explainMany(
  configuration: Configuration,
  request: { environment: string; flag: string; contexts: EvaluationContext[] },
) {
  const snapshot = configuration.snapshot(request.environment);
  const flag = findFlag(snapshot, request.flag);
  const names = new Map(flag.variants.map((variant) => [variant.key, variant.name]));
  const ruleNames = new Map(flag.rules.map((rule) => [rule.id, rule.name]));
  const rows = request.contexts.flatMap((context) => {
    const evaluation = snapshot.evaluator.evaluate(flag.key, context);
    if (!evaluation) return [];
    const { variant, reason, ruleId, bucket, errorCode } = evaluation;
    const ruleName = ruleId === null ? null : (ruleNames.get(ruleId) ?? ruleId);
    return [
      {
        targetingKey: context.targetingKey ?? null,
        variant,
        variantName: names.get(variant) ?? variant,
        reason,
        ruleName,
        bucket,
        errorCode,
      },
    ];
  });
  const counts = flag.variants.map(({ key, name }) => ({
    variant: key,
    variantName: name,
    people: rows.filter((row) => row.variant === key).length,
  }));
  return { rows, counts: counts.filter(({ people }) => people > 0), revision: snapshot.revision };
}
