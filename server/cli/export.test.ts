import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commit } from '../configuration/commit.ts';
import { verifyChain } from '../configuration/verifyChain.ts';
import { setOverride } from '../overrides/setOverride.ts';
import { openTestData, type TestData, testAuthor, testPrompt, testUnit } from '../testing/testData.ts';
import { halfSplit, valueFlag } from '../testing/testFlags.ts';

const segment = {
  key: 'beta',
  name: 'Beta',
  description: 'Text with a trailing space \nand "quotes": yes, on, 0123, ~, # not a comment\r\n\ttab',
  conditions: [{ attribute: 'beta', operator: 'in', values: [true] }],
};
const flag = valueFlag(
  'price',
  { 'a-b': [1, null], __proto: 'x' },
  { no: false },
  {
    ...halfSplit,
    description: '  leading: colon\n- dash',
    rules: [
      {
        id: 'r',
        name: 'Beta first',
        match: { kind: 'segment', segment: 'beta' },
        serve: { kind: 'variant', variant: 'on' },
      },
    ],
  },
);

let data: TestData;
let elsewhere: TestData;
let file: string;
beforeEach(async () => {
  [data, elsewhere] = await Promise.all([openTestData(), openTestData()]);
  file = path.join(data.folder, 'production.yaml');
  await commit(data.configuration, {
    environment: 'production',
    author: testAuthor,
    reason: 'Everything',
    changes: [
      { kind: 'prompt', key: 'answer@1.0.0', body: testPrompt('1.0.0') },
      { kind: 'unit', key: testUnit('1.0.0').id, body: testUnit('1.0.0') },
      { kind: 'segment', key: 'beta', body: segment },
      { kind: 'flag', key: 'price', body: flag },
    ],
  });
});
afterEach(async () => {
  await data.close();
  await elsewhere.close();
});

const hashOf = async ({ store }: TestData) => (await verifyChain({ store }, 'production')).snapshotHash;

describe('an environment as a document', () => {
  it('goes out of one installation and into another, as YAML or JSON', async () => {
    for (const name of ['production.yaml', 'production.json']) {
      const own = path.join(data.folder, name);
      expect((await data.knowngood('export', own)).code).toBe(0);
      const { out, code } = await elsewhere.knowngood('import', own);
      expect(out).toMatch(/4 resources changed in production, as revision 1|is so already/);
      expect(code).toBe(0);
    }
    expect(await hashOf(elsewhere)).toBe(await hashOf(data));
    expect((await elsewhere.knowngood('diff', path.join(data.folder, 'production.json'))).code).toBe(0);
  });

  it('takes no overrides along, and an import leaves those in force', async () => {
    const common = { environment: 'production', author: testAuthor, reason: 'Stop' };
    await setOverride(data.configuration, { ...common, target: 'price', mode: 'kill' });
    await data.knowngood('export', file);
    expect(await readFile(file, 'utf8')).not.toContain('kill');
    expect((await data.knowngood('import', file)).out).toContain('is so already');
    const { resources } = await data.store.configuration.load('production');
    expect(resources.some(({ kind }) => kind === 'override')).toBe(true);
  });

  it('shows what it would change, changes it as one commit, and says who and why', async () => {
    await data.knowngood('export', file);
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace('name: Beta first', 'name: Beta').replace('public: false', 'public: true'),
    );
    const before = await data.store.configuration.head('production');
    const { out, code } = await data.knowngood('diff', file);
    expect(out).toContain('~ flag price');
    expect(out).toContain('+ Rule “Beta”: anyone in Beta → On');
    expect(code).toBe(1);
    expect((await data.knowngood('import', '--dry-run', file)).out).toContain(
      '1 resource would change in production. Nothing was changed.',
    );
    expect(await data.store.configuration.head('production')).toEqual(before);
    await data.knowngood('import', file, '--reason', 'From the repository');
    const [revision] = await data.store.configuration.revisions({ environment: 'production', limit: 1 });
    expect(revision).toMatchObject({
      number: before.number + 1,
      reason: 'From the repository',
      author: { kind: 'system', name: expect.stringContaining('Command line') },
      changes: [{ kind: 'flag', key: 'price' }],
    });
  });

  it('deletes what it does not have, and refuses to where something needs it', async () => {
    await data.knowngood('export', '--format', 'json', file);
    const document = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...document, segments: [] }));
    expect((await data.knowngood('import', file)).error).toContain(
      'names a segment "beta" that does not exist',
    );
    await writeFile(file, JSON.stringify({ ...document, segments: [], flags: [] }));
    expect((await data.knowngood('import', file)).out).toContain('- flag price');
    const { resources } = await data.store.configuration.load('production');
    expect(resources.map(({ kind }) => kind).toSorted()).toEqual(['prompt', 'unit']);
  });

  it('that cannot be used is refused, and says where', async () => {
    await data.knowngood('export', file);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('offVariant:', 'offVariants: x\n    offVariant:'));
    const { error, code } = await data.knowngood('import', file);
    expect(error).toContain('flags.price.offVariants: There is no such field');
    expect(code).toBe(2);
    expect((await data.store.configuration.head('production')).number).toBe(1);
  });
});
