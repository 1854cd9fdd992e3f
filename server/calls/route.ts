import type { Evaluation } from '../../shared/evaluation/evaluation.ts';
import type { ServedBy } from '../../shared/model/call.ts';
import type { Flag, Variant } from '../../shared/model/flag.ts';
import type { PromptVersion } from '../../shared/model/prompt.ts';
import { promptKey } from '../../shared/model/prompt.ts';
import type { Unit } from '../../shared/model/unit.ts';
import type { Snapshot } from '../configuration/snapshot.ts';

interface Common {
  servedBy: ServedBy;
  variant: string;
}

export type UnitStep = Common & { kind: 'unit'; unit: Unit; prompt: PromptVersion; attemptMs: number | null };
export type StaticStep = Common & { kind: 'static'; text: string };
export type RouteStep = UnitStep | StaticStep;

/** What to try, in order: the assigned variant, then known good, then the static fallback, each at most once. */
export function route(snapshot: Snapshot, flag: Flag, evaluation: Evaluation): RouteStep[] {
  const steps: RouteStep[] = [];
  const add = (key: string, servedBy: ServedBy) => {
    const variant = flag.variants.find((candidate) => candidate.key === key);
    if (variant && !steps.some((step) => step.variant === key)) {
      const step = stepOf(snapshot, variant, servedBy);
      if (step) steps.push(step);
    }
  };
  add(evaluation.variant, assignedAs(evaluation));
  if (steps[0]?.kind !== 'static') {
    add(flag.knownGood, 'known-good');
    add(flag.fallback, 'static');
  }
  return steps;
}

/** An override assigns too, and the record says what it is that served. */
function assignedAs({ override }: Evaluation): ServedBy {
  if (override === 'kill') return 'static';
  return override === 'known-good' ? 'known-good' : 'assigned';
}

function stepOf(snapshot: Snapshot, variant: Variant, servedBy: ServedBy): RouteStep | null {
  if (variant.kind === 'static')
    return { kind: 'static', servedBy, variant: variant.key, text: variant.text };
  if (variant.kind === 'value') return null;
  const unit = snapshot.units.get(variant.unit);
  const prompt = unit && snapshot.prompts.get(promptKey(unit.specification.prompt));
  return unit && prompt
    ? { kind: 'unit', servedBy, variant: variant.key, unit, prompt, attemptMs: variant.attemptMs ?? null }
    : null;
}
