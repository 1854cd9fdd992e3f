import { z } from 'zod';
import { DocumentId, mostDocuments } from '../../shared/model/document.ts';
import { Key, Name, Note } from '../../shared/model/key.ts';
import { IndexVersionId } from '../../shared/retrieval/indexVersion.ts';
import { authorOf } from '../auth/access.ts';
import type { Context } from '../context.ts';
import { KnowngoodError } from '../errors.ts';
import { procedure, router } from '../trpc.ts';
import { deleteCollection, reasonsToKeep, renameCollection } from './changeCollection.ts';
import { chunksOfDocument } from './chunksOfDocument.ts';
import { createCollection } from './createCollection.ts';
import { IndexVersionDraft } from './prepareVersion.ts';
import { present } from './present.ts';
import { search } from './search.ts';

const Reason = z.string().trim().max(2_000).default('');
const page = {
  after: z.string().max(300).nullable().default(null),
  limit: z.int().min(1).max(200).default(50),
};
const searchMs = 15_000;

const by = ({ principal }: Pick<Context, 'principal'>, reason: string) => {
  if (!principal) throw new KnowngoodError('UNAUTHENTICATED', 'Sign in first');
  return { author: authorOf(principal), reason };
};

/** What the admin app needs of collections. */
export const collectionsRouter = router({
  list: procedure({ role: 'viewer' }).query(async ({ ctx: { dependencies, environment } }) => {
    const { retrieval, configuration } = dependencies;
    // Throws where there is no such environment.
    configuration.committed(environment);
    const collections = retrieval.directory.list(environment);
    return {
      collections: await Promise.all(
        collections.map(async (one) => ({
          ...(await present(retrieval, one)),
          documents: await retrieval.store.countDocuments(one.id),
        })),
      ),
    };
  }),

  get: procedure({ role: 'viewer' })
    .input(z.object({ key: Key }))
    .query(async ({ ctx: { dependencies, environment }, input: { key } }) => {
      const { retrieval } = dependencies;
      const collection = retrieval.directory.find(environment, key);
      const [found, ...summaries] = await Promise.all([
        present(retrieval, collection),
        ...collection.indexes.map(({ slot }) => retrieval.store.manifestSummary(slot)),
      ]);
      return {
        ...found,
        coverage: summaries.map(({ slot: _, ...summary }) => summary),
        reasonsToKeep: reasonsToKeep(retrieval, collection),
      };
    }),

  create: procedure({ role: 'editor' })
    .input(
      z.object({
        key: Key,
        name: Name,
        description: Note.default(''),
        version: IndexVersionDraft.default({
          splitter: IndexVersionDraft.shape.splitter.parse(undefined),
          embedder: { provider: 'lexical', model: 'lexical-b@1' },
        }),
        reason: Reason,
      }),
    )
    .mutation(async ({ ctx, input: { reason, ...input } }) => {
      const { retrieval } = ctx.dependencies;
      const request = { environment: ctx.environment, ...input };
      const made = await createCollection(
        retrieval,
        request,
        by(ctx, reason || `Made the collection "${input.name}"`),
      );
      return present(retrieval, made);
    }),

  /** Its key stays: units name it. */
  rename: procedure({ role: 'editor' })
    .input(z.object({ key: Key, name: Name, description: Note, reason: Reason }))
    .mutation(({ ctx, input: { reason, ...input } }) =>
      renameCollection(
        ctx.dependencies.retrieval,
        { environment: ctx.environment, ...input },
        by(ctx, reason || `Renamed the collection to "${input.name}"`),
      ),
    ),

  delete: procedure({ role: 'release-manager' })
    .input(z.object({ key: Key, confirm: z.string().max(64).nullable().default(null), reason: Reason }))
    .mutation(({ ctx, input: { reason, ...input } }) =>
      deleteCollection(
        ctx.dependencies.retrieval,
        { environment: ctx.environment, ...input },
        by(ctx, reason || `Deleted the collection "${input.key}"`),
      ),
    ),

  /** By id. Tombstones are among them. */
  documents: procedure({ role: 'viewer' })
    .input(z.object({ key: Key, prefix: z.string().max(300).default(''), ...page }))
    .query(async ({ ctx: { dependencies, environment }, input: { key, ...query } }) => {
      const { directory, store } = dependencies.retrieval;
      const { id: collection } = directory.find(environment, key);
      const documents = await store.documents({ collection, ...query });
      return { documents, next: documents.length === query.limit ? (documents.at(-1)?.id ?? null) : null };
    }),

  document: procedure({ role: 'viewer' })
    .input(z.object({ key: Key, id: DocumentId }))
    .query(async ({ ctx: { dependencies, environment }, input: { key, id } }) => {
      const { directory, store } = dependencies.retrieval;
      const found = await store.document(directory.find(environment, key).id, id);
      if (!found) throw new KnowngoodError('NOT_FOUND', `The collection "${key}" has no document "${id}"`);
      return { ...found.row, body: found.body };
    }),

  /** The document as an index version cuts it now: the first chunks, and how many there are. */
  chunks: procedure({ role: 'viewer' })
    .input(z.object({ key: Key, id: DocumentId, version: IndexVersionId }))
    .query(({ ctx: { dependencies, environment }, input: { key, id, version } }) =>
      chunksOfDocument(dependencies.retrieval, { environment, collection: key, document: id, version }),
    ),

  deadLetters: procedure({ role: 'viewer' })
    .input(z.object({ key: Key, ...page }))
    .query(async ({ ctx: { dependencies, environment }, input: { key, ...query } }) => {
      const { directory, store } = dependencies.retrieval;
      const { id: collection } = directory.find(environment, key);
      const found = await store.deadLetters({ collection, ...query, limit: query.limit + 1 });
      // A document has a letter of each index, perhaps; they stay together, because the next page begins after it.
      const isSplit = found.at(-1)?.document === found.at(-2)?.document;
      const letters = found.length > query.limit && !isSplit ? found.slice(0, query.limit) : found;
      return { letters, next: found.length > query.limit ? (letters.at(-1)?.document ?? null) : null };
    }),

  /** All of an index version, or these documents. */
  retryDeadLetters: procedure({ role: 'editor' })
    .input(
      z.object({
        key: Key,
        version: IndexVersionId,
        documents: z.array(DocumentId).min(1).max(mostDocuments).nullable().default(null),
      }),
    )
    .mutation(async ({ ctx: { dependencies, environment }, input: { key, version, documents } }) => {
      const { directory, store, pump, now } = dependencies.retrieval;
      const index = directory.find(environment, key).indexes.find((one) => one.version === version);
      if (!index) throw new KnowngoodError('NOT_FOUND', `"${key}" keeps no index version ${version}`);
      const retried = await store.retryDead({ slot: index.slot, documents, now: now().getTime() });
      pump.wake();
      return { retried };
    }),

  /**
   * With `version`, what that one would have answered. A mutation, because a query would put what a user has asked into a
   * web address.
   */
  search: procedure({ role: 'viewer', readsOnly: true })
    .input(
      z.object({
        key: Key,
        query: z.string().min(1, 'Ask something').max(2_000),
        k: z.int().min(1).max(100).default(10),
        version: IndexVersionId.optional(),
      }),
    )
    .mutation(({ ctx: { dependencies, environment, clientLeft }, input: { key, query, k, version } }) =>
      search(dependencies.retrieval, {
        environment,
        collection: key,
        query,
        k,
        isTrial: true,
        ...(version === undefined ? {} : { version }),
        signal: AbortSignal.any([clientLeft, AbortSignal.timeout(searchMs)]),
      }),
    ),
});
