import { promptKey } from '../../shared/model/prompt.ts';
import { type FieldIssue, KnowngoodError } from '../errors.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Checks that everything a snapshot names is there.
 * @throws KnowngoodError INVALID listing what is missing and who names it.
 */
export function checkReferences(snapshot: Snapshot): void {
  const issues: FieldIssue[] = [];
  const complain = (path: string, message: string) => issues.push({ path, message });
  for (const flag of snapshot.flags.values()) {
    for (const variant of flag.variants) {
      if (variant.kind === 'unit' && !snapshot.units.has(variant.unit)) {
        complain(
          `flag/${flag.key}`,
          `Flag "${flag.key}": variant "${variant.key}" names a unit that is not registered`,
        );
      }
    }
    for (const rule of flag.rules) {
      if (rule.match.kind === 'segment' && !snapshot.segments.has(rule.match.segment)) {
        complain(
          `flag/${flag.key}`,
          `Flag "${flag.key}": rule "${rule.name}" names a segment "${rule.match.segment}" that does not exist`,
        );
      }
    }
  }
  for (const unit of snapshot.units.values()) {
    const { prompt } = unit.specification;
    const registered = snapshot.prompts.get(promptKey(prompt));
    if (registered?.contentHash !== prompt.contentHash) {
      complain(
        `unit/${unit.id}`,
        `Unit "${unit.label}" names prompt ${promptKey(prompt)}, which is not registered with that content`,
      );
    }
  }
  if (issues.length > 0)
    throw new KnowngoodError('INVALID', issues[0]?.message ?? 'A reference is missing', { issues });
}
