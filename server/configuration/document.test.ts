import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestData, type TestData, testAuthor, testPrompt, testUnit } from '../testing/testData.ts';
import { halfSplit, valueFlag } from '../testing/testFlags.ts';
import { commit } from './commit.ts';
import { type DocumentFormat, documentOf, readDocument, writeDocument } from './document.ts';
import { restorableHash } from './hash.ts';
import { importDocument, planImport } from './importDocument.ts';

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
const common = { environment: 'production', author: testAuthor, reason: 'Everything' };
beforeEach(async () => {
  [data, elsewhere] = await Promise.all([openTestData(), openTestData()]);
  await commit(data.configuration, {
    ...common,
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

const snapshot = ({ configuration }: TestData) => configuration.committed('production');
const exported = (from: TestData, format: DocumentFormat = 'yaml') =>
  writeDocument(documentOf(snapshot(from)), format);
const hashOf = async ({ store }: TestData) =>
  restorableHash((await store.configuration.load('production')).resources);

describe('an environment as a document', () => {
  it.each(['yaml', 'json'] as const)(
    'is the same elsewhere after %s was imported, as one commit',
    async (format) => {
      const document = readDocument(exported(data, format));
      const result = await importDocument(elsewhere.configuration, { ...common, document });
      expect(result).toMatchObject({ revision: 1, changed: true });
      expect(result.changes).toHaveLength(4);
      expect(await hashOf(elsewhere)).toBe(await hashOf(data));
      expect(exported(elsewhere, format)).toBe(exported(data, format));
      expect(planImport(snapshot(elsewhere), document)).toEqual([]);
    },
  );

  it('reads the same whatever order its fields were saved in', async () => {
    const backwards = (body: object) => Object.fromEntries(Object.entries(body).toReversed());
    await commit(elsewhere.configuration, {
      ...common,
      changes: [
        { kind: 'prompt', key: 'answer@1.0.0', body: backwards(testPrompt('1.0.0')) },
        { kind: 'unit', key: testUnit('1.0.0').id, body: backwards(testUnit('1.0.0')) },
        { kind: 'segment', key: 'beta', body: backwards(segment) },
        { kind: 'flag', key: 'price', body: backwards(flag) },
      ],
    });
    expect(exported(elsewhere)).toBe(exported(data));
  });

  it('leaves a unit’s retirement to each environment', async () => {
    const document = readDocument(exported(data));
    const unit = { ...testUnit('1.0.0'), retiredAt: '2026-01-01T00:00:00.000Z' };
    await commit(data.configuration, { ...common, changes: [{ kind: 'unit', key: unit.id, body: unit }] });
    expect(exported(data)).toBe(writeDocument(document, 'yaml'));
    expect(planImport(snapshot(data), document)).toEqual([]);
  });

  it('cannot give a prompt version other content', () => {
    const document = readDocument(exported(data));
    const prompts = document.prompts.map((prompt) => ({ ...prompt, contentHash: 'a'.repeat(64) }));
    expect(() => planImport(snapshot(data), { ...document, prompts })).toThrow('prompts.answer@1.0.0');
    const twice = { ...document, flags: [...document.flags, ...document.flags] };
    expect(() => planImport(snapshot(data), twice)).toThrow('flags.price: this stands twice');
  });

  it.each([
    [
      'an unknown field',
      (text: string) => text.replace('offVariant:', 'offVariants: x\n    offVariant:'),
      'flags.price.offVariants: There is no such field',
    ],
    [
      'an unknown field deep inside',
      (text: string) =>
        text.replace('        name: Beta first', '        name: Beta first\n        servee: 1'),
      'flags.price.rules.0.servee: There is no such field',
    ],
    [
      'a value that does not fit',
      (text: string) => text.replace('deadlineMs: 30000', 'deadlineMs: soon'),
      'flags.price.deadlineMs',
    ],
    [
      'another format',
      (text: string) => text.replace('knowngood/1', 'knowngood/9'),
      'format: This must be "knowngood/1"',
    ],
    [
      'a unit whose id is not its hash',
      (text: string) => text.replace('model: m-1', 'model: m-2'),
      'the id is not the hash',
    ],
    ['what is no YAML', () => 'a: [', 'cannot be read'],
    ['itself in itself', () => 'flags: &a [*a]', 'nested deeper'],
    ['a prototype', () => 'format: knowngood/1\n__proto__: {a: 1}', '__proto__'],
    [
      'very deep nesting',
      () => `flags: ${'['.repeat(5_000)}${']'.repeat(5_000)}`,
      /nested deeper|cannot be read/,
    ],
  ])('with %s is refused, and says where', (_what, change, problem) => {
    const text = exported(data);
    const changed = change(text);
    expect(changed).not.toBe(text);
    expect(() => planImport(snapshot(data), readDocument(changed))).toThrow(problem);
  });
});
