import { describe, expect, it } from 'vitest';
import type { ObjectSchema } from '../../shared/model/content.ts';
import { requireUsable, schemaProblem } from './answerSchema.ts';

const schemaOf = (schema: Omit<ObjectSchema, 'type'>) => ({
  name: 'answer',
  schema: { type: 'object' as const, ...schema },
});
const problem = (value: unknown, schema: Omit<ObjectSchema, 'type'>) =>
  schemaProblem(JSON.stringify(value), schemaOf(schema));

describe('the schema of an answer', () => {
  it('holds answers to it, in every dialect that SDKs send', () => {
    const draft = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $defs: { name: { type: 'string', format: 'email', pattern: '^[a-z@.]+$' } },
      properties: { a: { $ref: '#/$defs/name' } },
      required: ['a'],
    };
    expect(problem({ a: 'x@y.z' }, draft)).toBeNull();
    expect(problem({ a: 'X' }, draft)).toContain('/a');
    expect(problem({}, draft)).toContain('required');
  });

  it('meets hostile patterns in linear time', () => {
    const evil = { properties: { a: { type: 'string', pattern: '^(a+)+$' } } };
    expect(problem({ a: `${'a'.repeat(5_000)}!` }, evil)).toContain('/a');
  });

  it('gives up on one whose references multiply the work', () => {
    const twice = (name: string) => ({ anyOf: [{ $ref: `#/$defs/${name}` }, { $ref: `#/$defs/${name}` }] });
    const $defs: Record<string, unknown> = { d0: { type: 'integer' } };
    for (let depth = 1; depth <= 40; depth++) $defs[`d${depth}`] = twice(`d${depth - 1}`);
    const said = problem({ a: 'x' }, { $defs, properties: { a: { $ref: '#/$defs/d40' } } });
    expect(said).toContain('takes too long');
  });

  it('stands by itself: the names in one caller’s schema mean nothing in another’s', () => {
    const first = { $id: 'https://example.com/answer', properties: { a: { type: 'string' } } };
    const second = { $id: 'https://example.com/answer', properties: { a: { type: 'number' } } };
    expect([problem({ a: 'x' }, first), problem({ a: 1 }, second)]).toEqual([null, null]);
    expect(problem({ a: 'x' }, second)).toContain('/a');
    expect(() =>
      requireUsable(schemaOf({ properties: { a: { $ref: 'https://example.com/answer' } } })),
    ).toThrow('cannot be used');
  });

  it.each([
    ['a pattern with look-ahead', { properties: { a: { pattern: '(?=a)b' } } }],
    ['a reference to nowhere', { properties: { a: { $ref: '#/$defs/none' } } }],
    ['more than can be read in a moment', { description: 'x'.repeat(40_000) }],
    ['a keyword that holds what it cannot', { properties: 3 }],
  ])('is refused where it has %s', (_what, schema) => {
    expect(() => requireUsable(schemaOf(schema))).toThrow('response_format: This schema cannot be used');
  });
});
