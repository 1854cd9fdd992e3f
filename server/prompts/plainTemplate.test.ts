import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liquid } from './compilePrompt.ts';
import { fillPlain, plainTemplate } from './plainTemplate.ts';

const names = ['a', 'b', 'input_2'];
const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/[{}]/.test(text)),
  fc.constantFrom(' ', '\n', '\n\n', '  \n', '}}', '{ a }', '"'),
  fc
    .tuple(
      fc.constantFrom('{{', '{{-', '{{ ', '{{- '),
      fc.constantFrom(...names),
      fc.constantFrom('}}', '-}}', ' }}'),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom(
    '{{ a | upcase }}',
    '{{ a.b }}',
    '{% if a %}x{% endif %}',
    '{{ "b" }}',
    '{{ true }}',
    '{{ empty }}',
    '{% raw %}{{ a }}{% endraw %}',
  ),
);
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constant(null),
  fc.constantFrom('{{ b }}', '{% raw %}', ''),
);

describe('a template of text and variables alone', () => {
  it('is filled as the template engine fills it, or left to the engine', () => {
    let plainOnes = 0;
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.record({ a: value, b: value, input_2: value }),
        (pieces, scope) => {
          const template = liquid.parse(pieces.join(''));
          const plain = plainTemplate(template);
          const filled = plain && fillPlain(plain, scope);
          if (filled === null) return;
          plainOnes++;
          expect(filled).toBe(liquid.renderSync(template, scope));
        },
      ),
      { numRuns: 1_000 },
    );
    expect(plainOnes).toBeGreaterThan(100);
  });

  it('leaves to the engine what is more than text', () => {
    const filled = (text: string, scope: Record<string, unknown>) => {
      const plain = plainTemplate(liquid.parse(text));
      return plain && fillPlain(plain, scope);
    };
    expect(filled('{{ a | upcase }}', { a: 'x' })).toBeNull();
    expect(filled('{% if a %}x{% endif %}', { a: 'x' })).toBeNull();
    expect(filled('{{ a }}', { a: 3 })).toBeNull();
    expect(filled('{{ a }}', {})).toBeNull();
    expect(filled('x {{ a }}', { a: '{{ a }}' })).toBe('x {{ a }}');
  });
});
