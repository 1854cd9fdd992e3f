import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Flag } from '../../shared/model/flag.ts';
import { projectFolder } from '../buildDependencies.ts';
import { commit } from '../configuration/commit.ts';
import { startTestServer, type TestServer } from '../testing/startTestServer.ts';
import { schemaType } from './schemaType.ts';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(path.join(tmpdir(), 'knowngood-test-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await server.close();
});

/** Compiles each expression, with the typed client at hand, as a file of its own; answers what the compiler says of each. */
async function compilerSays(expressions: string[]): Promise<string[]> {
  const client = path.join(projectFolder, 'client', 'typed.ts');
  const head = `import type { TypedClient } from ${JSON.stringify(client)};\nimport type { Flags } from './flags.ts';\ndeclare const knowngood: TypedClient<Flags>;\n`;
  const files = expressions.map((_, index) => `program${index}.ts`);
  await Promise.all(
    expressions.map((expression, index) =>
      writeFile(path.join(folder, files[index]!), `${head}export const result = ${expression};\n`),
    ),
  );
  const options = [
    '--noEmit',
    '--strict',
    '--ignoreConfig',
    '--skipLibCheck',
    '--types',
    'node',
    '--typeRoots',
    path.join(projectFolder, 'node_modules', '@types'),
    '--target',
    'es2024',
    '--module',
    'nodenext',
    '--allowImportingTsExtensions',
  ];
  const compiler = path.join(projectFolder, 'node_modules', '.bin', 'tsc');
  const run = promisify(execFile)(compiler, [...options, ...files], { cwd: folder, timeout: 60_000 });
  const output = await run.then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  );
  const unknown = output.split('\n').filter((line) => /error TS/.test(line) && !/^program\d+\.ts/.test(line));
  if (unknown.length > 0) throw new Error(unknown.join('\n'));
  return files.map((file) =>
    output
      .split('\n')
      .filter((line) => line.startsWith(`${file}(`))
      .join('\n'),
  );
}

describe('the generated types', () => {
  it('let what is right compile with the typed client, and nothing else', async () => {
    const flag: Flag = Flag.parse({
      key: 'limit',
      name: 'Limit',
      kind: 'value',
      valueType: 'number',
      on: true,
      salt: 's',
      hash: 'murmur3-v1',
      variants: [
        { kind: 'value', key: 'low', name: 'Low', value: 1 },
        { kind: 'value', key: 'high', name: 'High', value: 9 },
      ],
      fallthrough: { kind: 'variant', variant: 'low' },
      offVariant: 'low',
      knownGood: 'low',
      fallback: 'low',
    });
    const author = { kind: 'system' as const, id: 't', name: 't' };
    await commit(server.dependencies.configuration, {
      environment: 'production',
      author,
      reason: 'test',
      changes: [{ kind: 'flag', key: flag.key, body: flag }],
    });
    const { source } = await server.service.codegen.types.query();
    await writeFile(path.join(folder, 'flags.ts'), source);
    const lines: [string, string][] = [
      ["knowngood.call('docs-answer', { input: 'Hi' })", ''],
      ["knowngood.call('docs-anwser', { input: 'Hi' })", 'TS2345'],
      ["knowngood.call('docs-answer', {})", "Property 'input' is missing"],
      ["knowngood.call('docs-answer', { input: 3 })", 'TS2322'],
      ["knowngood.call('limit', { input: 'Hi' })", 'TS2345'],
      ["knowngood.value('limit', {}, 5).toFixed()", ''],
      ["knowngood.value('limit', {}, 'five')", 'TS2345'],
      ["knowngood.value('docs-answer', {}, 'x')", 'TS2345'],
      ["knowngood.variant('limit', {}) === 'low'", ''],
      ["knowngood.variant('limit', {}) === 'middle'", 'TS2367'],
    ];
    const said = await compilerSays(lines.map(([line]) => line));
    expect(said).toEqual(lines.map(([, error]) => (error === '' ? '' : expect.stringContaining(error))));
  });
});

describe('schemaType', () => {
  it.each([
    [{ type: 'string' }, 'string'],
    [{ type: 'integer', minimum: 1 }, 'number'],
    [{ enum: ['a', 1, null] }, '"a" | 1 | null'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ type: 'array', items: { type: 'number' } }, 'readonly (number)[]'],
    [
      { type: 'object', properties: { 'a-b': { type: 'boolean' }, c: {} }, required: ['a-b'] },
      '{ "a-b": boolean; c?: unknown }',
    ],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, 'string | number'],
    [{ $ref: '#/x' }, 'unknown'],
  ])('%j is %s', (schema, type) => {
    expect(schemaType(schema)).toBe(type);
  });
});
