import { describeCondition } from '../../shared/evaluation/describeCondition.ts';
import { versionKey } from '../configuration/snapshot.ts';
import { procedure, router } from '../trpc.ts';

export const segmentsRouter = router({
  list: procedure({ role: 'viewer' }).query(({ ctx }) => {
    const snapshot = ctx.dependencies.configuration.snapshot(ctx.environment);
    const uses = [...snapshot.flags.values()].flatMap((flag) =>
      flag.rules.flatMap((rule) =>
        rule.match.kind === 'segment'
          ? [{ segment: rule.match.segment, flag: flag.key, flagName: flag.name, rule: rule.name }]
          : [],
      ),
    );
    const segments = [...snapshot.segments.values()].map((segment) => ({
      segment,
      version: snapshot.versions.get(versionKey('segment', segment.key)) ?? 0,
      conditions: segment.conditions.map(describeCondition),
      usedBy: uses
        .filter((use) => use.segment === segment.key)
        .map(({ flag, flagName, rule }) => ({ flag, flagName, rule })),
    }));
    return { segments: segments.toSorted((a, b) => a.segment.name.localeCompare(b.segment.name)) };
  }),
});
