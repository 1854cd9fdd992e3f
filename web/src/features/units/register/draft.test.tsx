import { describe, expect, it } from 'vitest';
import { draftFrom, readDraft } from './draft.ts';

const specification = {
  provider: 'openai',
  model: 'gpt-4.1-mini-2025-04-14',
  prompt: { name: 'answer', version: '1.0.0', contentHash: 'a'.repeat(64) },
  parameters: { temperature: 0, maxOutputTokens: 100 },
  retrieval: { collection: 'docs', k: 3, variable: 'passages' },
  responseSchema: { name: 'reply', schema: { type: 'object' as const } },
};

describe('the form of a new unit', () => {
  it('describes the unit that it began with, hash apart', () => {
    const { contentHash: _, ...prompt } = specification.prompt;
    expect(readDraft(draftFrom(specification))).toEqual({ unit: { ...specification, prompt }, issues: [] });
  });

  it('says what is missing, field by field', () => {
    const { unit, issues } = readDraft(draftFrom(null));
    expect(unit).toBeNull();
    expect(new Map(issues.map(({ path, message }) => [path, message]))).toEqual(
      new Map([
        ['provider', 'Choose a provider'],
        ['model', 'Name a model'],
        ['prompt', 'Choose a prompt version'],
      ]),
    );
  });

  it('refuses what moves and what is not JSON', () => {
    const { issues } = readDraft({ ...draftFrom(specification), model: 'gpt-latest', tools: '[{' });
    expect(issues).toEqual([
      { path: 'tools', message: 'This is not JSON yet' },
      { path: 'model', message: expect.stringContaining('This model name moves') },
    ]);
  });
});
