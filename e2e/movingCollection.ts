import { expect, type Product } from './product.ts';

/** Asks the server as the signed-in person; answers what it says. */
type Mutate = (procedure: string, input: object) => Promise<unknown>;

const syllables = ['ba', 'ke', 'lo', 'mi', 'nu', 'pa', 're', 'so', 'ti', 'vu', 'za', 'do'];

/** A word that no other document has. */
const wordOf = (number: number): string =>
  [number % 12, Math.floor(number / 12) % 12, (number * 5 + 3) % 12, (number * 7 + 1) % 12]
    .map((at) => syllables[at])
    .join('');

/** Documents that only their titles tell apart: an index without titles cannot find them. */
const documents = Array.from({ length: 60 }, (_, number) => ({
  id: `page-${number}`,
  title: `${wordOf(number)} ${wordOf(number + 60)}`,
  text: 'Open the lid, take out the tray, clean it with warm water, and put everything back in its place.',
}));

/** Golden queries for those documents, as a file that a person would upload. */
export const goldenLines = documents
  .map(({ id, title }) => JSON.stringify({ query: title, grades: { [id]: 1 } }))
  .join('\n');

const weaker = { provider: 'lexical', model: 'lexical-a@1', dimensions: 256 };

/** Makes a collection, on the weaker embedder unless it is said, and fills it; answers once every document is found. */
export async function makeCollection(
  product: Product,
  mutate: Mutate,
  { key, name, embedder = weaker }: { key: string; name: string; embedder?: object },
): Promise<{ ingestKey: string }> {
  await mutate('collections.create', {
    key,
    name,
    version: { embedder },
    reason: 'To move it',
  });
  const made = (await mutate('keys.create', { name: `Writes ${name}`, scopes: ['ingest', 'call'] })) as {
    key: string;
  };
  await ingest(product, made.key, { collection: key, documents });
  const last = documents.at(-1);
  await expect
    .poll(async () => (await searched(product, made.key, key, last?.title ?? '')).passages[0]?.document)
    .toBe(last?.id);
  return { ingestKey: made.key };
}

/** Writes documents as a service does. */
export async function ingest(product: Product, key: string, input: object): Promise<void> {
  const response = await called(product, key, 'ai.ingest.upsert', input);
  expect(response.ok, await response.clone().text()).toBe(true);
}

/** What a service is answered that searches the collection. */
export async function searched(
  product: Product,
  key: string,
  collection: string,
  query: string,
): Promise<{ indexVersion: string; passages: { document: string }[] }> {
  const response = await called(product, key, 'ai.search', { collection, query, k: 5 });
  expect(response.ok, await response.clone().text()).toBe(true);
  const answer = (await response.json()) as { result: { data: Awaited<ReturnType<typeof searched>> } };
  return answer.result.data;
}

const called = (product: Product, key: string, procedure: string, input: object): Promise<Response> =>
  fetch(`${product.url}/trpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(20_000),
  });
