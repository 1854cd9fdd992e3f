import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isWhole, notWhole } from '../../shared/model/wholeText.ts';
import { mostIdfDocuments } from '../../shared/retrieval/frozenIdf.ts';
import {
  EmbedderSpecification,
  IndexVersion,
  indexVersionId,
  NewIndexVersion,
  plainSplitter,
  RemoteEmbedder,
  specifyIndexVersion,
} from '../../shared/retrieval/indexVersion.ts';
import { KnowngoodError } from '../errors.ts';
import type { StoredCollection, StoredIndexVersion } from '../store/retrieval.ts';
import type { Retrieval } from './retrieval.ts';

const page = 200;

/** The built-in embedders, as people ask for them: they know their dimensions. */
const LexicalADraft = z.strictObject({
  provider: z.literal('lexical'),
  model: z.literal('lexical-a@1'),
  dimensions: z.literal(256).default(256),
});
/** Its table of word frequencies is counted by us. */
const LexicalBDraft = z.strictObject({
  provider: z.literal('lexical'),
  model: z.literal('lexical-b@1'),
  dimensions: z.literal(1_024).exactOptional(),
});

const AnyEmbedder = z.union([LexicalADraft, LexicalBDraft, EmbedderSpecification]);

const Embedder = z.custom<z.input<typeof AnyEmbedder>>().transform((input, { issues }) => {
  const read = AnyEmbedder.safeParse(input);
  if (read.success) return read.data;
  issues.push({ code: 'custom', message: embedderProblem(input), input });
  return z.NEVER;
});

/** What is wrong with an embedder that is none; a union by itself would not say. */
function embedderProblem(input: unknown): string {
  const asked = z.object({ provider: z.string(), model: z.string() }).safeParse(input);
  if (!asked.success) return 'An embedder is an object with "provider" and "model"';
  const { provider, model } = asked.data;
  const own = [LexicalADraft, LexicalBDraft].find((one) => one.shape.model.value === model);
  if (provider === 'lexical' && !own) return 'The built-in embedders are lexical-a@1 and lexical-b@1';
  const schema = provider === 'lexical' && own ? own : RemoteEmbedder;
  const [issue] = schema.safeParse(input).error?.issues ?? [];
  return issue ? [...issue.path.map(String), issue.message].join(': ') : 'This is no embedder';
}

/** What a person says of a new index version. */
export const IndexVersionDraft = z.object({
  label: z.string().trim().min(1).max(200).refine(isWhole, notWhole).optional(),
  splitter: NewIndexVersion.shape.splitter.default(plainSplitter),
  embedder: Embedder,
});
export type IndexVersionDraft = z.infer<typeof IndexVersionDraft>;

/**
 * An index version ready to be kept, with the artifacts that it names. For `lexical-b@1` the words of the collection's
 * documents are counted now and frozen; null is a collection without documents.
 * @throws KnowngoodError INVALID where its provider cannot embed
 */
export async function prepareVersion(
  retrieval: Retrieval,
  collection: StoredCollection | null,
  draft: IndexVersionDraft,
): Promise<StoredIndexVersion & { version: IndexVersion }> {
  const artifacts: { hash: string; bytes: Uint8Array }[] = [];
  let embedder: EmbedderSpecification;
  if (draft.embedder.model === 'lexical-b@1' && !('artifacts' in draft.embedder)) {
    const idf = await countWords(retrieval, collection);
    artifacts.push(idf);
    embedder = { provider: 'lexical', model: 'lexical-b@1', dimensions: 1_024, artifacts: { idf: idf.hash } };
  } else {
    embedder = EmbedderSpecification.parse(draft.embedder);
    await requireTable(retrieval, embedder);
  }
  const problem = retrieval.indexers.problem(embedder);
  if (problem !== null) throw new KnowngoodError('INVALID', problem);
  const { splitter } = draft;
  const boundaries = await retrieval.indexers.texts.run('boundaries', splitter);
  if ('problem' in boundaries) throw new KnowngoodError('INVALID', boundaries.problem);
  const specification = specifyIndexVersion({ splitter, embedder, metric: 'cosine' }, boundaries.digest);
  const id = indexVersionId(specification);
  const label =
    draft.label ??
    `${embedder.provider}/${embedder.model}, ${splitter.size} ${splitter.id === 'kg-split@1' ? 'tokens' : 'characters'}`;
  const version = IndexVersion.parse({ id, label, specification });
  return { id, dimensions: embedder.dimensions, body: version, artifacts, version };
}

/** A version that names a table which nobody has could never embed anything. @throws KnowngoodError INVALID */
async function requireTable({ store }: Retrieval, embedder: EmbedderSpecification): Promise<void> {
  if (!('artifacts' in embedder) || embedder.artifacts === undefined) return;
  if ((await store.artifact(embedder.artifacts.idf)) !== null) return;
  const message = `There is no frozen table ${embedder.artifacts.idf}; leave "artifacts" out, and the words of the collection are counted`;
  throw new KnowngoodError('INVALID', message, {
    issues: [{ path: 'version.embedder.artifacts.idf', message }],
  });
}

async function countWords({ store, indexers }: Retrieval, collection: StoredCollection | null) {
  const name = randomUUID();
  let after: string | null = null;
  let counted = 0;
  while (collection && counted < mostIdfDocuments) {
    const query: { collection: number; after: string | null; limit: number } = {
      collection: collection.id,
      after,
      limit: page,
    };
    const found = await store.texts(query);
    if (found.length === 0) break;
    await indexers.texts.run(
      'count',
      name,
      found.map(({ text }) => text),
    );
    counted += found.length;
    after = found.at(-1)?.id ?? null;
  }
  return indexers.texts.run('freeze', name);
}
