import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../server/testing/startTestServer.ts';
import { saveFlags, valueFlag } from '../server/testing/testFlags.ts';
import { makeKey } from '../server/testing/testKeys.ts';
import type { KeyScope } from '../shared/model/environment.ts';
import type { Flag } from '../shared/model/flag.ts';
import type { Snippet } from '../web/src/features/flag/code/snippet.ts';
import { snippets } from '../web/src/features/flag/code/snippets.ts';
import { installedProduct, type Product, run } from './installedProduct.ts';

let server: TestServer;
let product: Product;
let tools: string;

/** As much of curl as the snippets use, so that the shell's reading of them is tested where there is no curl. */
const curl = `#!${process.execPath}
const [url, ...rest] = process.argv.slice(2);
const headers = {};
let body;
for (let index = 0; index < rest.length; index += 2) {
  const [option, value] = [rest[index], rest[index + 1]];
  if (option === '-H') headers[value.slice(0, value.indexOf(':'))] = value.slice(value.indexOf(':') + 1).trim();
  else if (option === '-d') body = value;
  else throw new Error('curl: ' + option);
}
const response = await fetch(url, { method: 'POST', headers, body });
if (!response.ok) process.exitCode = 22;
console.log(await response.text());
`;

const flags: Flag[] = [
  valueFlag('new-search', true, false, { public: true }),
  valueFlag('greeting', 'It\'s "so" good\nto \\see you', "Don't $HOME `x`"),
  valueFlag('limit', 20, 10, { bucketBy: 'org-id' }),
  valueFlag('theme', { dark: true, names: ["o'clock"] }, { dark: false, names: ["it's"] }),
  valueFlag('long', { text: 'x'.repeat(500) }, { text: 'y'.repeat(500) }),
];

beforeAll(async () => {
  server = await startTestServer();
  await saveFlags(server.dependencies.configuration, ...flags);
  product = await installedProduct('openai', '@openfeature/ofrep-web-provider', '@openfeature/web-sdk');
  tools = path.join(product.folder, 'tools');
  await mkdir(tools);
  await writeFile(path.join(tools, 'package.json'), '{"type":"module"}');
  await writeFile(path.join(tools, 'curl'), curl);
  await chmod(path.join(tools, 'curl'), 0o700);
}, 60_000);
afterAll(async () => {
  await server.close();
  await product.remove();
});

const flagOf = (key: string): Flag => {
  const flag = server.dependencies.configuration.snapshot('production').flags.get(key);
  if (!flag) throw new Error(`There is no flag "${key}"`);
  return flag;
};
const shown = (key: string) => snippets(flagOf(key), server.url);
const isShell = ({ code }: Snippet) => code.startsWith('curl');

/** Runs a snippet as it stands, with a key for just what it says that it needs; answers what it prints. */
async function output(name: string, snippet: Snippet): Promise<string> {
  const scopes = snippet.scopes.split(',') as KeyScope[];
  const { key } = await makeKey(server.dependencies.store.keys, scopes);
  const file = `${name}-${snippet.key}.${isShell(snippet) ? 'sh' : 'ts'}`;
  await writeFile(path.join(product.folder, file), snippet.code);
  const { stdout } = await run(isShell(snippet) ? 'sh' : process.execPath, [file], {
    cwd: product.folder,
    timeout: 20_000,
    env: { PATH: `${tools}:${process.env.PATH}`, KNOWNGOOD_API_KEY: key },
  });
  return stdout.trim();
}

describe('the snippets of the admin app', () => {
  it('compile strictly, for flags of every kind', async () => {
    const files: string[] = [];
    for (const key of ['docs-answer', ...flags.map((flag) => flag.key)])
      for (const snippet of shown(key).filter((one) => !isShell(one))) {
        files.push(`typed-${key}-${snippet.key}.ts`);
        await writeFile(path.join(product.folder, files.at(-1)!), snippet.code);
      }
    expect(files).toHaveLength(4 + 5 * 2 + 1);
    await product.compile(files);
  }, 60_000);

  it('of a call flag get an answer, and the variant that would answer', async () => {
    const answered: Record<string, string> = {};
    for (const snippet of shown('docs-answer')) answered[snippet.key] = await output('call', snippet);
    const variant = server.dependencies.configuration
      .snapshot('production')
      .evaluator.evaluate('docs-answer', { targetingKey: 'user-1', tier: 'pro' })?.variant;
    expect(Object.keys(answered)).toEqual(['curl', 'openai', 'client', 'evaluate', 'openfeature', 'ofrep']);
    expect(JSON.parse(answered.curl!).choices[0].message.content).toContain('kill');
    expect(answered.openai).toContain('kill');
    expect(answered.client).toMatch(/kill[\s\S]* assigned /);
    expect([answered.evaluate, answered.openfeature]).toEqual([variant, variant]);
    expect(JSON.parse(answered.ofrep!)).toMatchObject({ value: variant, metadata: { flagKind: 'call' } });
  }, 60_000);

  it.each(flags.map(({ key }) => key))(
    'of the value flag "%s" print its value',
    async (key) => {
      const [local, provider, remote] = shown(key);
      const value = server.dependencies.configuration
        .snapshot('production')
        .evaluator.evaluate(key, { targetingKey: 'user-1' })?.value;
      expect(JSON.parse(await output(key, remote!)).value).toEqual(value);
      const printed = await run(process.execPath, ['-p', `(${JSON.stringify(value)})`]);
      expect(await output(key, local!)).toBe(printed.stdout.trim());
      expect(await output(key, provider!)).toBe(printed.stdout.trim());
    },
    60_000,
  );

  it('show no key, and a page’s snippet for public flags only', () => {
    expect(shown('new-search').map(({ key }) => key)).toEqual([
      'evaluate',
      'openfeature',
      'ofrep',
      'browser',
    ]);
    expect(shown('limit').map(({ key }) => key)).toEqual(['evaluate', 'openfeature', 'ofrep']);
    for (const { code } of shown('new-search')) expect(code).not.toMatch(/kg_[0-9a-f]/);
  });

  it('give a default of the value’s own type, and none that is long', () => {
    expect(shown('long')[0]!.code).toContain('{})');
    expect(shown('theme')[0]!.code).toContain('{"dark":false,"names":["it\'s"]}');
  });
});
