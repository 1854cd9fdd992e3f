import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { goldenLines, ingest, makeCollection } from './movingCollection.ts';
import { expect, startProduct, test } from './product.ts';

const dimensions = 1_536;

/** A text by its words, so that the same words are found again. */
function vectorOf(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(1e-6);
  for (const word of text.toLowerCase().split(/\W+/)) {
    const at = createHash('sha1').update(word).digest().readUInt32BE(0) % dimensions;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  return vector;
}

/** An embedder on a socket of its own that refuses every text with "forbidden" in it, as providers do. */
async function startEmbedder(): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (text) => (body += text));
    request.on('end', () => {
      const { input, model } = JSON.parse(body) as { input: string | string[]; model: string };
      const texts = [input].flat();
      const refused = texts.some((text) => text.includes('forbidden'));
      const embeddings = texts.map((text, index) => ({
        object: 'embedding',
        index,
        embedding: vectorOf(text),
      }));
      const usage = { prompt_tokens: 10 * texts.length, total_tokens: 10 * texts.length };
      response.writeHead(refused ? 400 : 200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          refused
            ? { error: { message: 'This text is refused', type: 'invalid_request_error' } }
            : { object: 'list', model, data: embeddings, usage },
        ),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const remote = { provider: 'openai', model: 'text-embedding-3-small', dimensions };

/** A product of its own whose provider is the embedder above, with somebody signed in on the page. */
async function startWith(page: Page, url: string) {
  const product = await startProduct({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: url });
  await page.goto(product.signInLink);
  await expect(page).toHaveURL(`${product.url}/`);
  const mutate = async (procedure: string, data: object): Promise<unknown> => {
    const headers = { origin: product.url };
    const response = await page.request.post(`${product.url}/trpc/${procedure}`, { data, headers });
    expect(response.ok(), await response.text()).toBe(true);
    return ((await response.json()) as { result: { data: unknown } }).result.data;
  };
  /** Plans the move of a collection to an embedder, starts it, and answers its page. */
  const move = async (collection: string, embedder: object): Promise<string> => {
    const queries = goldenLines.split('\n').map((line) => JSON.parse(line) as object);
    await mutate('migrations.keepGoldenSet', { collection, name: 'Titles', queries });
    const throttle = { documentsPerSecond: 5_000, batchesInFlight: 2, budgetUsd: 1 };
    const plan = { collection, version: { embedder }, throttle, reason: 'To see what is refused' };
    const { id } = (await mutate('migrations.plan', plan)) as { id: string };
    await mutate('migrations.act', { id, act: { kind: 'start' }, reason: plan.reason });
    return `${product.url}/collections/${collection}/migrations/${id}`;
  };
  return { product, mutate, move, [Symbol.asyncDispose]: () => product[Symbol.asyncDispose]() };
}

test('documents that the new embedder refuses stand in the way of a cutover until they are waived by their ids', async ({
  page,
}) => {
  test.setTimeout(150_000);
  await using embedder = await startEmbedder();
  await using started = await startWith(page, embedder.url);
  const { product, mutate, move } = started;
  const { ingestKey } = await makeCollection(product, mutate, { key: 'refusals', name: 'Refusals' });
  const refused = ['bad-1', 'bad-2'].map((id) => ({ id, title: id, text: 'This is forbidden.' }));
  await ingest(product, ingestKey, { collection: 'refusals', documents: refused });
  await page.goto(await move('refusals', remote));
  const next = page.getByRole('region', { name: 'What comes next' });
  await expect(next).toContainText('Ready to cut over', { timeout: 60_000 });
  const backfill = page.getByRole('alert').filter({ hasText: 'The embedder refuses 2 documents' });
  await expect(backfill).toContainText('bad-1: openai/text-embedding-3-small: HTTP 400');
  await expect(page.getByText('tokens, at most $1.00')).toBeVisible();

  await next.getByRole('button', { name: 'Cut over…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('list', { name: 'Checks' })).toContainText(
    'waive these documents by their ids',
  );
  await dialog.getByLabel('Type refusals to confirm').fill('refusals');
  await dialog.getByLabel('Reason').fill('We can do without them');
  await dialog.getByLabel('bad-1', { exact: true }).check();
  await expect(dialog.getByRole('list', { name: 'Checks' })).toContainText('(bad-2)');
  await expect(dialog.getByRole('button', { name: 'Cut over', exact: true })).toBeDisabled();
  await dialog.getByLabel('bad-2', { exact: true }).check();
  await expect(dialog.getByRole('list', { name: 'What will happen' })).toContainText(
    'Left behind: bad-1, bad-2',
  );
  await dialog.getByRole('button', { name: 'Cut over', exact: true }).click();
  await expect(next).toContainText('The new index serves');

  // They can be tried again on the collection's page, index by index.
  await page.getByRole('link', { name: 'look and try again' }).click();
  await expect(page.getByRole('region', { name: 'Dead letters' })).toContainText('bad-2');
});

test('a reverse lists the documents that would be stale, and goes on without them once the key is typed', async ({
  page,
}) => {
  test.setTimeout(150_000);
  await using embedder = await startEmbedder();
  await using started = await startWith(page, embedder.url);
  const { product, mutate, move } = started;
  const { ingestKey } = await makeCollection(product, mutate, {
    key: 'behind',
    name: 'Behind',
    embedder: remote,
  });
  await page.goto(await move('behind', { provider: 'lexical', model: 'lexical-b@1' }));
  const next = page.getByRole('region', { name: 'What comes next' });
  await expect(next).toContainText('Ready to cut over', { timeout: 60_000 });
  const dialog = page.getByRole('dialog');
  await next.getByRole('button', { name: 'Cut over…' }).click();
  await dialog.getByLabel('Type behind to confirm').fill('behind');
  await dialog.getByLabel('Reason').fill('Cheaper');
  await dialog.getByRole('button', { name: 'Cut over', exact: true }).click();
  await expect(next).toContainText('one act sends all queries back to it');

  // The old embedder refuses what is written now.
  const late = { id: 'late', title: 'late', text: 'This is forbidden.' };
  await ingest(product, ingestKey, { collection: 'behind', documents: [late] });
  await expect(next).toContainText('1 document would be stale: late', { timeout: 30_000 });
  await next.getByRole('button', { name: 'Reverse…' }).click();
  await expect(dialog.getByRole('list', { name: 'What will happen' })).toContainText(
    'the documents that it lacks are stale until it has caught up',
  );
  await expect(dialog.getByRole('alert')).toContainText('1 document would be stale');
  await expect(dialog.getByRole('button', { name: 'Reverse', exact: true })).toBeDisabled();
  await dialog.getByLabel('Type behind to confirm').fill('behind');
  await dialog.getByRole('button', { name: 'Reverse', exact: true }).click();
  await expect(next).toContainText('Reversed: the old index serves');
});
