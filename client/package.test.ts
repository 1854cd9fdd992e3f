import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../server/testing/startTestServer.ts';
import { makeKey } from '../server/testing/testKeys.ts';
import { installedProduct, type Product, run } from './installedProduct.ts';

let product: Product;
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  product = await installedProduct();
}, 60_000);
afterAll(async () => {
  await server.close();
  await product.remove();
});

describe('the published client', () => {
  it('runs in a product of plain JavaScript', async () => {
    const { key } = await makeKey(server.dependencies.store.keys, ['sync']);
    await writeFile(
      path.join(product.folder, 'product.mjs'),
      `import { OpenFeature } from '@openfeature/server-sdk';
       import { createClient } from 'knowngood/client';
       import { createFakeClient } from 'knowngood/client/testing';
       import { KnowngoodProvider } from 'knowngood/openfeature';
       const fake = createFakeClient({ flags: { search: true } });
       console.log(fake.boolean('search', {}, false));
       const client = createClient({ url: ${JSON.stringify(server.url)}, key: ${JSON.stringify(key)} });
       await OpenFeature.setProviderAndWait(new KnowngoodProvider(client));
       const beta = { targetingKey: 'ada', beta: true, tier: 'pro' };
       console.log(await OpenFeature.getClient().getStringValue('docs-answer', 'none', beta));
       await OpenFeature.close();`,
    );
    const { stdout } = await run(process.execPath, ['product.mjs'], { cwd: product.folder, timeout: 20_000 });
    expect(stdout).toBe('true\nthorough\n');
  });

  it('asks for the libraries that it imports, in one version each, and for none of the server', async () => {
    const folder = path.join(product.folder, 'node_modules', 'knowngood');
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.js'));
    const sources = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
    const imports = sources.flatMap((source) => [...source.matchAll(/from '([^.'][^']*)'/g)]);
    const libraries = imports
      .map(([, name]) => String(name))
      .filter((name) => !name.startsWith('node:'))
      .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0]);
    // What `@trpc/client` asks its user for, in the same version.
    expect(new Set([...libraries, '@trpc/server'])).toEqual(new Set(product.libraries));
    for (const version of Object.values(product.dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(files.filter((file) => !/^(client|shared)\//.test(file))).toEqual([]);
  });

  it('has types', async () => {
    await writeFile(
      path.join(product.folder, 'typed.ts'),
      `import { type Client, createClient } from 'knowngood/client';
       const client: Client = createClient({ url: '', key: process.env.KNOWNGOOD_API_KEY });
       export const on: boolean = client.boolean('search', { targetingKey: 'ada' }, false);
       // @ts-expect-error A boolean flag has a boolean default.
       client.boolean('search', {}, 'no');
       // @ts-expect-error A call names its flag.
       export const answer: Promise<{ output: string }> = client.generate({ input: 'x' });`,
    );
    await product.compile(['typed.ts']);
  });
});
