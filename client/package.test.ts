import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../server/buildDependencies.ts';
import { startTestServer, type TestServer } from '../server/testing/startTestServer.ts';
import { makeKey } from '../server/testing/testKeys.ts';

const run = promisify(execFile);
const compiler = path.join(projectFolder, 'node_modules', 'typescript', 'bin', 'tsc');
const dependencies = [
  'zod',
  're2js',
  'eventsource',
  '@trpc/client',
  '@openfeature/server-sdk',
  '@types/node',
];

let product: string;
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  product = await mkdtemp(path.join(tmpdir(), 'knowngood-product-'));
  const installed = path.join(product, 'node_modules', 'knowngood');
  await run(
    process.execPath,
    [compiler, '-p', 'tsconfig.client.json', '--outDir', path.join(installed, 'dist')],
    {
      cwd: projectFolder,
    },
  );
  await cp(path.join(projectFolder, 'package.json'), path.join(installed, 'package.json'));
  for (const name of dependencies) {
    const link = path.join(product, 'node_modules', name);
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(path.join(projectFolder, 'node_modules', name), link);
  }
}, 60_000);
afterAll(async () => {
  await server.close();
  await rm(product, { recursive: true, force: true });
});

describe('the published client', () => {
  it('runs in a product of plain JavaScript', async () => {
    const { key } = await makeKey(server.dependencies.store.keys, ['sync']);
    await writeFile(
      path.join(product, 'product.mjs'),
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
    const { stdout } = await run(process.execPath, ['product.mjs'], { cwd: product, timeout: 20_000 });
    expect(stdout).toBe('true\nthorough\n');
  });

  it('has types', async () => {
    await writeFile(
      path.join(product, 'typed.ts'),
      `import { type Client, createClient } from 'knowngood/client';
       const client: Client = createClient({ url: '', key: '' });
       export const on: boolean = client.boolean('search', { targetingKey: 'ada' }, false);
       // @ts-expect-error A boolean flag has a boolean default.
       client.boolean('search', {}, 'no');
       // @ts-expect-error A call names its flag.
       export const answer: Promise<{ output: string }> = client.generate({ input: 'x' });`,
    );
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
    await run(process.execPath, [compiler, ...options, 'typed.ts'], { cwd: product });
  });
});
