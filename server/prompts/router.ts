import { z } from 'zod';
import { Turn } from '../../shared/model/content.ts';
import { Key } from '../../shared/model/key.ts';
import { SemanticVersion } from '../../shared/model/prompt.ts';
import { procedure, router } from '../trpc.ts';
import { diffPrompts } from './diffPrompts.ts';
import { findPrompt } from './findPrompt.ts';
import { listPrompts } from './listPrompts.ts';
import { previewPrompt } from './previewPrompt.ts';
import { readPrompt } from './readPrompt.ts';

/** Prompts are read here and changed in the prompt repository alone. */
export const promptsRouter = router({
  list: procedure({ role: 'viewer' }).query(async ({ ctx }) => ({
    prompts: await listPrompts(ctx.dependencies.configuration, ctx.environment),
  })),

  get: procedure({ role: 'viewer' })
    .input(z.object({ name: Key, version: SemanticVersion.optional() }))
    .query(({ ctx, input: { name, version } }) =>
      readPrompt(ctx.dependencies.configuration, {
        environment: ctx.environment,
        name,
        ...(version === undefined ? {} : { version }),
      }),
    ),

  /** A mutation, so that no value ever stands in an address. It changes nothing. */
  preview: procedure({ role: 'viewer' })
    .input(
      z.object({
        name: Key,
        version: SemanticVersion,
        variables: z.record(z.string().max(64), z.unknown()).default({}),
        history: z.array(Turn).max(500).default([]),
      }),
    )
    .mutation(({ ctx, input }) =>
      previewPrompt(ctx.dependencies.configuration, { environment: ctx.environment, ...input }),
    ),

  diff: procedure({ role: 'viewer' })
    .input(z.object({ name: Key, from: SemanticVersion, to: SemanticVersion }))
    .query(({ ctx, input: { name, from, to } }) => {
      const snapshot = ctx.dependencies.configuration.snapshot(ctx.environment);
      return diffPrompts(
        findPrompt(snapshot, { name, version: from }),
        findPrompt(snapshot, { name, version: to }),
      );
    }),
});
