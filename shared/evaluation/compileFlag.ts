import type { EvaluationContext } from '../model/context.ts';
import type { Flag } from '../model/flag.ts';
import { decisionsOf } from './decisions.ts';
import { evaluateFlag } from './evaluateFlag.ts';
import type { Evaluation, TraceStep } from './evaluation.ts';
import { explainFlag } from './explainFlag.ts';
import { valuesOf } from './step.ts';
import type { Evaluates, Surroundings } from './surroundings.ts';

/** One flag made ready, and what it was made from. A class, because its methods then cost no memory per flag. */
export class CompiledFlag implements Evaluates {
  readonly flag: Flag;
  readonly surroundings: Surroundings;
  readonly evaluate: Evaluates['evaluate'];

  constructor(flag: Flag, surroundings: Surroundings) {
    this.flag = flag;
    this.surroundings = surroundings;
    this.evaluate = evaluateFlag(this.decisions(), surroundings);
  }

  /** The same decision, with every step that was looked at. Slower: it is for people. */
  explain(context: EvaluationContext): { evaluation: Evaluation; steps: TraceStep[] } {
    return explainFlag(this.flag, this.decisions(), this.surroundings, context);
  }

  /** Made again for every explanation: kept, they would take as much memory as the closures do. */
  private decisions() {
    return decisionsOf(this.flag, valuesOf(this.flag), this.surroundings);
  }
}

/**
 * Compiles a flag. Order, first that decides wins: environment override, flag override, off, prerequisites,
 * individual targets, rules in order, everyone else.
 * @throws Error when a pattern or a network in a condition cannot be read.
 */
export const compileFlag = (flag: Flag, surroundings: Surroundings): CompiledFlag =>
  new CompiledFlag(flag, surroundings);
