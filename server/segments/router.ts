import { z } from 'zod';
import { describeCondition } from '../../shared/evaluation/describeCondition.ts';
import { EvaluationContext } from '../../shared/model/context.ts';
import type { Rule } from '../../shared/model/flag.ts';
import { Key } from '../../shared/model/key.ts';
import { Segment } from '../../shared/model/segment.ts';
import { submit } from '../approvals/submit.ts';
import { authorOf } from '../auth/access.ts';
import { versionKey } from '../configuration/snapshot.ts';
import { procedure, router } from '../trpc.ts';
import { testSegment } from './testSegment.ts';

const Reason = z.string().trim().min(1, 'Say why, in a few words').max(2_000);

export const segmentsRouter = router({
  save: procedure({ role: 'editor' })
    .input(z.object({ segment: Segment, expectedVersion: z.int().min(0), reason: Reason }))
    .mutation(async ({ ctx, input: { segment, expectedVersion, reason } }) => {
      const { configuration } = ctx.dependencies;
      const { environment } = ctx;
      const changes = [{ kind: 'segment' as const, key: segment.key, body: segment, expectedVersion }];
      const result = await submit(configuration, {
        environment,
        author: authorOf(ctx.principal),
        reason,
        changes,
      });
      return {
        ...result,
        version:
          configuration.snapshot(environment).versions.get(versionKey('segment', segment.key)) ??
          result.revision,
      };
    }),

  remove: procedure({ role: 'editor' })
    .input(z.object({ segment: Key, expectedVersion: z.int().min(1), reason: Reason }))
    .mutation(({ ctx, input: { segment, expectedVersion, reason } }) =>
      submit(ctx.dependencies.configuration, {
        environment: ctx.environment,
        author: authorOf(ctx.principal),
        reason,
        changes: [{ kind: 'segment', key: segment, body: null, expectedVersion }],
      }),
    ),

  /** A mutation by its size only: it changes nothing. */
  test: procedure({ role: 'viewer' })
    .input(z.object({ segment: Segment, contexts: z.array(EvaluationContext).min(1).max(500) }))
    .mutation(({ ctx, input }) =>
      testSegment(ctx.dependencies.configuration, { environment: ctx.environment, ...input }),
    ),

  list: procedure({ role: 'viewer' }).query(({ ctx }) => {
    const snapshot = ctx.dependencies.configuration.snapshot(ctx.environment);
    const uses = [...snapshot.flags.values()].flatMap((flag) =>
      flag.rules.flatMap((rule) =>
        segmentsOf(rule).map((segment) => ({
          segment,
          flag: flag.key,
          flagName: flag.name,
          rule: rule.name,
        })),
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

const segmentsOf = ({ match }: Rule): string[] =>
  match.kind === 'segment'
    ? [match.segment]
    : match.conditions.flatMap((condition) => ('segment' in condition ? [condition.segment] : []));
