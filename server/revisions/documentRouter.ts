import { z } from 'zod';
import { submit } from '../approvals/submit.ts';
import { authorOf } from '../auth/access.ts';
import { DocumentFormat, documentOf, readDocument, writeDocument } from '../configuration/document.ts';
import { planImport } from '../configuration/importDocument.ts';
import { procedure, router } from '../trpc.ts';
import { describe } from './describe.ts';

/** Reading a larger one would hold up calls; the command line reads it in a process of its own. */
const Text = z
  .string()
  .min(1)
  .max(1_000_000, 'A document of more than 1 MB is imported on the command line: knowngood import FILE');
const Reason = z.string().trim().min(1, 'Say why, in a few words').max(2_000);

/** An environment as one YAML or JSON document. */
export const documentRouter = router({
  export: procedure({ role: 'viewer' })
    .input(z.object({ format: DocumentFormat }))
    .query(({ ctx, input }) => {
      const snapshot = ctx.dependencies.configuration.committed(ctx.environment);
      return { revision: snapshot.revision, text: writeDocument(documentOf(snapshot), input.format) };
    }),

  /** A mutation by its size only: it changes nothing. */
  preview: procedure({ role: 'viewer' })
    .input(z.object({ text: Text }))
    .mutation(({ ctx, input }) => {
      const snapshot = ctx.dependencies.configuration.committed(ctx.environment);
      const changes = planImport(snapshot, readDocument(input.text));
      return { revision: snapshot.revision, changes: changes.map((change) => describe(change, snapshot)) };
    }),

  import: procedure({ role: 'release-manager' })
    .input(z.object({ text: Text, expectedRevision: z.int().min(0), reason: Reason }))
    .mutation(({ ctx, input: { text, expectedRevision, reason } }) => {
      const { configuration } = ctx.dependencies;
      const { environment } = ctx;
      const changes = planImport(configuration.committed(environment), readDocument(text));
      return submit(configuration, {
        environment,
        author: authorOf(ctx.principal),
        reason,
        expectedRevision,
        changes: changes.map(({ kind, key, after }) => ({ kind, key, body: after })),
      });
    }),
});
