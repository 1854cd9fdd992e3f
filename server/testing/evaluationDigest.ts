import { createHash } from 'node:crypto';
import { compile, type Rulebook } from '../../shared/evaluation/compile.ts';
import type { EvaluationContext } from '../../shared/model/context.ts';
import { seededRandom } from '../simulator/random.ts';

/** Conditions that look at the clock must answer alike in every process. */
const clock = () => Date.parse('2026-06-01T00:00:00Z');

/** Contexts of all sorts of people, the same ones for the same seed. */
export function randomContexts(count: number, seed: number): EvaluationContext[] {
  const random = seededRandom(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  return Array.from({ length: count }, () => ({
    targetingKey: `user-${Math.floor(random() * 100_000)}`,
    ...(random() < 0.8 ? { tier: pick(['free', 'pro', 'team']) } : {}),
    ...(random() < 0.7 ? { age: Math.floor(random() * 400) } : {}),
    ...(random() < 0.5 ? { beta: random() < 0.5 } : {}),
    ...(random() < 0.5 ? { app: `${Math.floor(random() * 4)}.${Math.floor(random() * 9)}.0` } : {}),
  }));
}

/** One hash over what every flag serves to every context, without the overrides, which no restore brings back. */
export function evaluationDigest(
  { flags, segments }: Pick<Rulebook, 'flags' | 'segments'>,
  contexts: readonly EvaluationContext[],
): string {
  const evaluator = compile({ flags, segments, overrides: new Map() }, clock);
  const hash = createHash('sha256');
  for (const flag of [...flags.keys()].toSorted())
    for (const context of contexts) hash.update(JSON.stringify(evaluator.evaluate(flag, context)));
  return hash.digest('hex');
}
