import type { EvaluationContext } from '../../shared/model/context.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { foldSnapshot, type Snapshot } from '../configuration/snapshot.ts';
import { KnowngoodError } from '../errors.ts';
import { findFlag } from './findFlag.ts';

/** Who gets what, and why: the decision for one context, now or as of a past revision, with every step. */
export async function explainFlag(
  configuration: Configuration,
  request: { environment: string; flag: string; context: EvaluationContext; revision?: number },
) {
  const snapshot = await snapshotAt(configuration, request.environment, request.revision);
  const flag = findFlag(snapshot, request.flag);
  const explained = snapshot.evaluator.explain(request.flag, request.context);
  if (!explained) throw new KnowngoodError('NOT_FOUND', `There is no flag "${request.flag}"`);
  const variant = flag.variants.find((one) => one.key === explained.evaluation.variant);
  return {
    evaluation: explained.evaluation,
    steps: explained.steps,
    variantName: variant?.name ?? explained.evaluation.variant,
    unitLabel: variant?.kind === 'unit' ? (snapshot.units.get(variant.unit)?.label ?? null) : null,
    revision: snapshot.revision,
  };
}

async function snapshotAt(
  configuration: Configuration,
  environment: string,
  revision: number | undefined,
): Promise<Snapshot> {
  const current = configuration.snapshot(environment);
  if (revision === undefined || revision === current.revision) return current;
  if (revision > current.revision)
    throw new KnowngoodError(
      'NOT_FOUND',
      `There is no revision ${revision}; the log ends at ${current.revision}`,
    );
  const resources = await configuration.store.configuration.foldAt(environment, revision);
  return foldSnapshot(environment, { number: revision, hash: '' }, resources);
}
