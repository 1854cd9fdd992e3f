import { describe, expect, it } from 'vitest';
import { createGenerate } from './generating.ts';
import { createFakeClient } from './testing.ts';

const answering = (data: unknown) =>
  createGenerate({
    url: 'http://127.0.0.1:9',
    key: 'kg_x',
    closed: new AbortController().signal,
    fetch: async () => Response.json({ result: { data } }),
  }).generate({ flag: 'answer', input: 'Really?' });

describe('an answer of a server of another version', () => {
  it('is read without what it adds', async () => {
    const known = await createFakeClient({ outputs: { answer: 'Yes.' } }).generate({ flag: 'answer' });
    expect(await answering({ ...known, mood: 'cheerful' })).toEqual(known);
  });

  it('is not lost for a word that this client does not know, or for one that is not there yet', async () => {
    const { toolCalls: _, ...older } = await createFakeClient({ outputs: { answer: 'Yes.' } }).generate({
      flag: 'answer',
    });
    expect(await answering({ ...older, servedBy: 'oracle' })).toMatchObject({
      output: 'Yes.',
      servedBy: 'oracle',
    });
  });

  it.each([[null], ['text'], [[]], [{ requestId: 'x' }], [{ output: 7, requestId: 'x' }]])(
    'that is %j is an error in words',
    async (data) => {
      await expect(answering(data)).rejects.toMatchObject({ code: 'invalid' });
    },
  );
});
