import { z } from 'zod';
import { EvaluationContext } from '../../shared/model/context.ts';
import { DocumentId, mostDocuments, NewDocument } from '../../shared/model/document.ts';
import { Key } from '../../shared/model/key.ts';
import { procedure, router } from '../trpc.ts';
import { removeDocuments, upsertDocuments } from './ingest.ts';
import { present } from './present.ts';
import { longestQuery, search } from './search.ts';

const searchMs = 10_000;

/**
 * Passages of a collection that fit a query, and which index version found them. A mutation, because a query would put
 * what a user has asked into a web address.
 */
export const searchProcedure = procedure({ role: 'editor', scope: 'call' })
  .input(
    z.object({
      collection: Key,
      query: z.string().min(1, 'Ask something').max(longestQuery),
      k: z.int().min(1).max(100).default(10),
      context: EvaluationContext.optional(),
    }),
  )
  .mutation(({ ctx: { dependencies, environment, clientLeft }, input: { context, ...input } }) =>
    search(dependencies.retrieval, {
      environment,
      ...input,
      ...(context === undefined ? {} : { context }),
      signal: AbortSignal.any([clientLeft, AbortSignal.timeout(searchMs)]),
    }),
  );

/** What services that keep documents call. An answer means that the write is safe, not yet that it is searchable. */
export const ingestRouter = router({
  upsert: procedure({ role: 'editor', scope: 'ingest' })
    .input(
      z.object({
        collection: Key,
        documents: z.array(NewDocument).min(1, 'Send at least one document').max(mostDocuments),
      }),
    )
    .mutation(async ({ ctx: { dependencies, environment }, input }) => ({
      documents: await upsertDocuments(dependencies.retrieval, { environment, ...input }),
    })),

  remove: procedure({ role: 'editor', scope: 'ingest' })
    .input(
      z.object({ collection: Key, ids: z.array(DocumentId).min(1, 'Name at least one').max(mostDocuments) }),
    )
    .mutation(async ({ ctx: { dependencies, environment }, input }) => ({
      documents: await removeDocuments(dependencies.retrieval, { environment, ...input }),
    })),

  /** What still waits to be applied to each index version, and what could not be. */
  status: procedure({ role: 'viewer', scope: 'ingest' })
    .input(z.object({ collection: Key }))
    .query(async ({ ctx: { dependencies, environment }, input: { collection } }) => {
      const { retrieval } = dependencies;
      const { key, serving, indexes } = await present(
        retrieval,
        retrieval.directory.find(environment, collection),
      );
      return {
        collection: key,
        serving,
        indexes: indexes.map(({ version, serves, waiting, dead, oldestWaitingAt }) => {
          return { version, serves, waiting, dead, oldestWaitingAt };
        }),
      };
    }),
});
