import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from './diffLines.ts';
import { diffPrompts } from './diffPrompts.ts';
import { readPromptFile } from './readPromptFile.ts';

const prompt = (version: string, front: string, body: string) =>
  readPromptFile({ path: 'p', name: 't', version, text: `---\n${front}\n---\n${body}\n` }).prompt!;

describe('diffLines', () => {
  const line = fc.constantFrom('', 'a', 'b', 'c');
  const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));

  it('holds each text whole: what went and stayed is the first, what came and stayed the second', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const without = (kind: string) =>
          lines
            .filter((one) => one.kind !== kind)
            .map((one) => one.text)
            .join('\n');
        expect(without('added')).toBe(before);
        expect(without('removed')).toBe(after);
      }),
    );
  });

  it('keeps as many lines as it can', () => {
    expect(diffLines('a\nb\nc\nd', 'a\nc\nx\nd').map(({ kind, text }) => `${kind[0]} ${text}`)).toEqual([
      's a',
      'r b',
      's c',
      'a x',
      's d',
    ]);
  });
});

describe('two versions of a prompt', () => {
  const from = prompt(
    '1.0.0',
    'description: One\nvariables: { type: object, properties: { input: { type: string }, old: { type: number } } }',
    '@system\nBe brief.\nBe kind.\n@user\n{{ input }}{{ old }}',
  );

  it('differ message by message, and in words', () => {
    const to = prompt(
      '1.1.0',
      'description: Two\nvariables: { type: object, properties: { input: { type: string, minLength: 1 }, more: { enum: [a, b] } }, required: [input] }\nsamples: { input: x }',
      '@system\nBe long.\nBe kind.\n@history\n@user\n{{ input }}{{ more }}',
    );
    const { notes, messages } = diffPrompts(from, to);
    expect(notes).toEqual([
      'The description is now “Two”',
      'The variable old is no longer there',
      'The variable input was optional text, and is required text, at least 1 character',
      'The variable more is new: optional one of a, b',
      'The sample values differ',
    ]);
    expect(messages.map(({ role, change }) => `${role} ${change}`)).toEqual([
      'system changed',
      'history added',
      'user changed',
    ]);
    expect(messages[0]?.lines.map(({ kind }) => kind)).toEqual(['removed', 'added', 'same']);
  });

  it('that are the same have nothing to tell', () => {
    const { notes, messages } = diffPrompts(from, from);
    expect(notes).toEqual([]);
    expect(messages.every(({ change }) => change === 'same')).toBe(true);
  });
});
