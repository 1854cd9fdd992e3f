import type { Flag } from '../../shared/model/flag.ts';
import { promptKey } from '../../shared/model/prompt.ts';
import { checkResponder } from '../../shared/responder/checkResponder.ts';
import { type FieldIssue, KnowngoodError } from '../errors.ts';
import { segmentsIn } from './references.ts';
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
      if (variant.kind === 'rules') {
        for (const issue of checkResponder(variant.responder))
          complain(`flag/${flag.key}`, `Flag "${flag.key}": variant "${variant.key}": ${issue.message}`);
      }
      if (variant.kind === 'unit' && !snapshot.units.has(variant.unit)) {
        complain(
          `flag/${flag.key}`,
          `Flag "${flag.key}": variant "${variant.key}" names a unit that is not registered`,
        );
      }
    }
    checkPrerequisites(snapshot, flag, complain);
    for (const rule of flag.rules) {
      const named = rule.match.kind === 'conditions' ? rule.match.conditions : [];
      for (const segment of segmentsIn(named)) {
        if (!snapshot.segments.has(segment))
          complain(
            `flag/${flag.key}`,
            `Flag "${flag.key}": rule "${rule.name}" names a segment "${segment}" that does not exist`,
          );
      }
      if (rule.match.kind === 'segment' && !snapshot.segments.has(rule.match.segment)) {
        complain(
          `flag/${flag.key}`,
          `Flag "${flag.key}": rule "${rule.name}" names a segment "${rule.match.segment}" that does not exist`,
        );
      }
    }
  }
  for (const segment of snapshot.segments.values()) {
    for (const inner of segmentsIn(segment.conditions)) {
      const found = snapshot.segments.get(inner);
      if (!found)
        complain(
          `segment/${segment.key}`,
          `Segment "${segment.key}" names a segment "${inner}" that does not exist`,
        );
      else if (segmentsIn(found.conditions).length > 0) {
        complain(
          `segment/${segment.key}`,
          `Segment "${segment.key}" looks at "${inner}", which looks at a segment itself: only one level is allowed`,
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

/** Prerequisites must be there, with their variants, and must not lead back to the flag. */
function checkPrerequisites(
  snapshot: Snapshot,
  flag: Flag,
  complain: (path: string, message: string) => void,
): void {
  for (const { flag: key, variants } of flag.prerequisites) {
    const required = snapshot.flags.get(key);
    const unknown = variants.find((variant) => !required?.variants.some((one) => one.key === variant));
    if (!required)
      complain(`flag/${flag.key}`, `Flag "${flag.key}" needs a flag "${key}" that does not exist`);
    else if (unknown !== undefined)
      complain(
        `flag/${flag.key}`,
        `Flag "${flag.key}" needs a variant "${unknown}" that "${key}" does not have`,
      );
    else if (leadsTo(snapshot, required, flag.key, new Set()))
      complain(
        `flag/${flag.key}`,
        `Flag "${flag.key}" needs "${key}", which needs "${flag.key}" again: a circle of prerequisites decides nothing`,
      );
  }
}

function leadsTo(snapshot: Snapshot, from: Flag, target: string, seen: Set<string>): boolean {
  if (from.key === target) return true;
  if (seen.has(from.key)) return false;
  seen.add(from.key);
  return from.prerequisites.some(({ flag }) => {
    const next = snapshot.flags.get(flag);
    return next !== undefined && leadsTo(snapshot, next, target, seen);
  });
}
