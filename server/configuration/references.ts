import type { Condition } from '../../shared/model/condition.ts';
import type { Flag } from '../../shared/model/flag.ts';
import { promptKey } from '../../shared/model/prompt.ts';
import type { ResourceKind } from '../../shared/model/resource.ts';
import type { Schedule } from '../../shared/model/schedule.ts';
import type { Segment } from '../../shared/model/segment.ts';
import type { Unit } from '../../shared/model/unit.ts';
import type { ResourceReference } from '../store/store.ts';

/** The segments that conditions look at. */
export const segmentsIn = (conditions: readonly Condition[]): string[] =>
  conditions.flatMap((condition) => ('segment' in condition ? [condition.segment] : []));

/** What a resource names directly; each once. */
export function namedBy(kind: ResourceKind, body: unknown): ResourceReference[] {
  const all = ((): ResourceReference[] => {
    switch (kind) {
      case 'flag':
        return namedByFlag(body as Flag);
      case 'segment':
        return segmentsIn((body as Segment).conditions).map((key) => ({ kind: 'segment', key }));
      case 'unit':
        return [{ kind: 'prompt', key: promptKey((body as Unit).specification.prompt) }];
      case 'schedule':
        return [{ kind: 'flag', key: (body as Schedule).flag }];
      case 'prompt':
      case 'override':
      case 'policy':
      case 'collection':
        return [];
    }
  })();
  return [...new Map(all.map((one) => [`${one.kind}/${one.key}`, one])).values()];
}

function namedByFlag(flag: Flag): ResourceReference[] {
  const units = flag.variants.flatMap((variant) => ('unit' in variant ? [variant.unit] : []));
  const segments = flag.rules.flatMap(({ match }) =>
    match.kind === 'segment' ? [match.segment] : segmentsIn(match.conditions),
  );
  return [
    ...units.map((key) => ({ kind: 'unit' as const, key })),
    ...segments.map((key) => ({ kind: 'segment' as const, key })),
    ...flag.prerequisites.map(({ flag: key }) => ({ kind: 'flag' as const, key })),
  ];
}
