import type { Evaluation } from '../../shared/evaluation/evaluation.ts';
import type { ServedBy } from '../../shared/model/call.ts';
import type { Flag, Variant } from '../../shared/model/flag.ts';
import { type PromptVersion, promptKey } from '../../shared/model/prompt.ts';
import type { Unit } from '../../shared/model/unit.ts';
import type { Responder } from '../../shared/responder/responder.ts';
import type { Snapshot } from '../configuration/snapshot.ts';

interface Common {
  servedBy: ServedBy;
  variant: string;
}

type UnitVariant = Extract<Variant, { kind: 'unit' }>;
/** A unit's own limits, in milliseconds; see the flag's schema. */
export type UnitClocks = Pick<
  UnitVariant,
  'attemptMs' | 'firstTokenMs' | 'betweenTokensMs' | 'totalMs' | 'guardrailMs'
>;

export type UnitStep = Common & { kind: 'unit'; unit: Unit; prompt: PromptVersion; clocks: UnitClocks };
export type StaticStep = Common & { kind: 'static'; text: string };
export type RulesStep = Common & { kind: 'rules'; responder: Responder };
export type LocalStep = Common & { kind: 'local' };
export type RouteStep = UnitStep | StaticStep | RulesStep | LocalStep;

/** What the call begins with, where that is not what the flag decided. */
export interface Detour {
  variant: string;
  servedBy: ServedBy;
}

/**
 * What to try, in order: the assigned variant (or the detour in its place), then known good, then the static
 * fallback, each at most once. Static and rule-based answers cannot fail, so nothing stands behind them.
 */
export function route(
  snapshot: Snapshot,
  flag: Flag,
  evaluation: Evaluation,
  detour: Detour | null = null,
): RouteStep[] {
  const steps: RouteStep[] = [];
  const add = (key: string, servedBy: ServedBy) => {
    const last = steps.at(-1)?.kind;
    if (last === 'static' || last === 'rules' || steps.some((step) => step.variant === key)) return;
    const variant = flag.variants.find((candidate) => candidate.key === key);
    const step = variant && stepOf(snapshot, variant, servedBy);
    if (step) steps.push(step);
  };
  add(detour?.variant ?? evaluation.variant, detour?.servedBy ?? assignedAs(evaluation));
  add(flag.knownGood, 'known-good');
  add(flag.fallback, 'static');
  return steps;
}

/** An override assigns too, and the record says what it is that served. */
function assignedAs({ override }: Evaluation): ServedBy {
  if (override === 'kill') return 'static';
  return override === 'known-good' ? 'known-good' : 'assigned';
}

function stepOf(snapshot: Snapshot, variant: Variant, servedBy: ServedBy): RouteStep | null {
  const common = { servedBy, variant: variant.key };
  switch (variant.kind) {
    case 'static':
      return { kind: 'static', ...common, text: variant.text };
    case 'rules':
      return { kind: 'rules', ...common, responder: variant.responder };
    case 'local':
      return { kind: 'local', ...common };
    case 'embedder':
    case 'value':
      return null;
    case 'unit': {
      const unit = snapshot.units.get(variant.unit);
      const prompt = unit && snapshot.prompts.get(promptKey(unit.specification.prompt));
      return unit && prompt ? { kind: 'unit', ...common, unit, prompt, clocks: variant } : null;
    }
  }
}
