import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../buildDependencies.ts';
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

/** Compiles a program beside the generated file; answers what the compiler says, empty for nothing. */
async function compilerSays(program: string): Promise<string> {
  await writeFile(path.join(folder, 'program.ts'), program);
  const compiler = path.join(projectFolder, 'node_modules', '.bin', 'tsc');
  const run = promisify(execFile)(
    compiler,
    [
      '--noEmit',
      '--strict',
      '--ignoreConfig',
      '--module',
      'nodenext',
      '--allowImportingTsExtensions',
      'program.ts',
    ],
    { cwd: folder, timeout: 30_000 },
  );
  return run.then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  );
}

describe('the generated types', () => {
  it('let a right call compile, and refuse a wrong key, a missing variable and a wrong type', async () => {
    const { source } = await server.service.codegen.types.query();
    await writeFile(path.join(folder, 'flags.ts'), source);
    const program = (call: string) => `import type { CallFlag, Flags } from './flags.ts';
declare function generate<K extends CallFlag>(flag: K, variables: Flags[K]['variables']): Flags[K]['output'];
export const answer: string = ${call};`;
    expect(await compilerSays(program("generate('docs-answer', { input: 'Hi' })"))).toBe('');
    expect(await compilerSays(program("generate('docs-anwser', { input: 'Hi' })"))).toContain('TS2345');
    expect(await compilerSays(program("generate('docs-answer', {})"))).toContain(
      "Property 'input' is missing",
    );
    expect(await compilerSays(program("generate('docs-answer', { input: 3 })"))).toContain('TS2322');
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
