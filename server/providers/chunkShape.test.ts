import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createShape } from './chunkShape.ts';

const chunk = (content: string, more: object = {}) =>
  JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: null }], ...more });
const events = (...data: string[]) => data.map((one) => `data: ${one}\n\n`).join('');

function setUp(first = 'Hello') {
  const found: string[] = [];
  const shape = createShape((text) => found.push(text));
  shape.learn(chunk(first), first);
  return { shape, found };
}

describe('the shape of a stream’s chunks', () => {
  it('gives exactly the text that parsing would, or leaves it to parsing', () => {
    const anyText = fc.string({
      unit: fc.oneof(fc.constantFrom('"', '\\', '}', '\n', '{', 'content'), fc.string()),
    });
    fc.assert(
      fc.property(anyText, fc.array(anyText, { maxLength: 5 }), (first, rest) => {
        if (first === '') return;
        const { shape, found } = setUp(first);
        const text = events(...rest.map((one) => chunk(one)));
        const at = shape.scan(text, 0);
        const read = text
          .slice(0, at)
          .split('\n\n')
          .filter((event) => event !== '')
          .map((event) => JSON.parse(event.slice('data: '.length)).choices[0].delta.content);
        expect(found.join('')).toBe(read.join(''));
        expect(text.slice(at) === '' || text.slice(at).startsWith('data: ')).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads plain text of any length and script, chunk after chunk', () => {
    const { shape, found } = setUp();
    const texts = [' world', 'ä€😀', 'x'.repeat(10_000)];
    const text = events(...texts.map((one) => chunk(one)));
    expect(shape.scan(text, 0)).toBe(text.length);
    expect(found).toEqual([texts.join('')]);
  });

  it.each([
    ['another field', events(chunk('x', { usage: {} }))],
    ['a finish reason', events(chunk('x').replace('null', '"stop"'))],
    ['the end', events('[DONE]')],
    ['a quote', events(chunk('a"b'))],
    ['half an event', events(chunk('x')).slice(0, -3)],
    ['a line end where none can be', events(chunk('x')).replace('x', 'x\n')],
  ])('leaves %s to parsing', (_name, text) => {
    const { shape, found } = setUp();
    expect(shape.scan(text, 0)).toBe(0);
    expect(found).toEqual([]);
  });

  it('learns nothing where it cannot tell which text is meant, and forgets when told', () => {
    const twice = JSON.stringify({ content: 'x', choices: [{ delta: { content: 'x' } }] });
    const shape = createShape(() => {});
    shape.learn(twice, 'x');
    expect(shape.scan(events(twice), 0)).toBe(0);
    const other = setUp().shape;
    other.forget();
    expect(other.scan(events(chunk('x')), 0)).toBe(0);
  });
});
