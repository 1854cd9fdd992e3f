import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createShape } from './chunkShape.ts';

const chunk = (content: string, more: object = {}) =>
  JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: null }], ...more });

describe('the shape of a stream’s chunks', () => {
  it('gives exactly the text that parsing would, or leaves it to parsing', () => {
    const anyText = fc.string({
      unit: fc.oneof(fc.constantFrom('"', '\\', '}', '\n', '{', 'content'), fc.string()),
    });
    fc.assert(
      fc.property(anyText, anyText, (first, second) => {
        const shape = createShape();
        if (first === '') return;
        shape.learn(chunk(first), first);
        const found = shape.textIn(chunk(second));
        if (found !== null) expect(found).toBe(second);
      }),
      { numRuns: 2_000 },
    );
  });

  it('knows plain text, of any length and script', () => {
    const shape = createShape();
    shape.learn(chunk('Hello'), 'Hello');
    for (const text of [' world', '', 'ä€😀', 'x'.repeat(10_000)])
      expect(shape.textIn(chunk(text))).toBe(text);
  });

  it('leaves whatever else has changed to parsing', () => {
    const shape = createShape();
    shape.learn(chunk('Hello'), 'Hello');
    expect(shape.textIn(chunk('x', { usage: {} }))).toBeNull();
    expect(shape.textIn(chunk('x').replace('null', '"stop"'))).toBeNull();
    expect(shape.textIn('[DONE]')).toBeNull();
    expect(shape.textIn(chunk('a"b'))).toBeNull();
  });

  it('learns nothing where it cannot tell which text is meant', () => {
    const shape = createShape();
    const twice = JSON.stringify({ content: 'x', choices: [{ delta: { content: 'x' } }] });
    shape.learn(twice, 'x');
    expect(shape.textIn(twice)).toBeNull();
  });
});
